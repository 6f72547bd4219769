from django.urls import path

from accounts.views import come_back, coming_in, duties, language, own_data

app_name = "accounts"
urlpatterns = [
    path("van-mij/terugkomen/", come_back.come_back, name="come_back"),
    path("van-mij/terugkomen/startlink/", come_back.new_start_link, name="new_start_link"),
    path("van-mij/terugkomen/papier/", come_back.new_paper_code, name="new_paper_code"),
    path("van-mij/terugkomen/adres-weg/", come_back.forget_address, name="forget_address"),
    path("van-mij/gegevens/", own_data.own_data, name="own_data"),
    path("van-mij/gegevens/gedag.json", own_data.download_json, name="download_json"),
    path("van-mij/gegevens/gedag.zip", own_data.download_csv, name="download_csv"),
    path("van-mij/uitloggen/", own_data.sign_out, name="sign_out"),
    path("van-mij/uitloggen/elders/", own_data.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("van-mij/wissen/", own_data.erase, name="erase"),
    path("startlink/<str:secret>/", coming_in.start, name="start"),
    path("terug/", coming_in.return_, name="return"),
    path("terug/mail/", come_back.ask, name="ask_code"),
    path("terug/mail/code/", coming_in.email_code, name="email_code"),
    path("terug/code/", coming_in.return_paper, name="return_paper"),
    path("terug/code/<str:code>/", coming_in.return_code, name="return_code"),
    path("taal/", language.choose, name="language"),
    path("privacy/", duties.privacy, name="privacy"),
    path("privacy/cookies/", duties.cookies, name="cookies"),
    path("over/software/", duties.software, name="software"),
    path("over/kwetsbaarheid-melden/", duties.report_flaw, name="report_flaw"),
]
