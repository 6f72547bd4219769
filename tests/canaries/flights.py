"""The ways a word of a person takes through Gedag. Each flight asserts that its canaries arrived where they belong, or
were refused as they should be: one that never flew proves nothing."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from config.runner import demo_phone
from tests.canaries.browser import Answer, Form, PlainBrowser
from tests.canaries.nest import Nest

Mails = Callable[[], list[dict[str, str]]]
CODE = re.compile(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{2,4})\s*$", re.MULTILINE)
LINK = re.compile(r"https?://[^\s\"<>]+")


def filled(form: Form, nest: Nest, where: str, **fixed: str) -> dict[str, str]:
    """A canary in every field for words of this form, but those in `fixed`."""
    words = {}
    for name, kind in form.typed.items():
        if name in fixed:
            continue
        core = nest.lay(f"{where} {name}")
        words[name] = f"{core}@thuis.example" if kind == "email" or "email" in name else f"Een {core} hier"
    return {**words, **fixed}


def wait_for_mail(mails: Mails, to: str, *, after: int) -> dict[str, str]:
    """The newest mail to this address, once there are more than before."""
    ends = time.monotonic() + 150  # the worker may still be starting
    while time.monotonic() < ends:
        found = mails()
        for mail in found[: len(found) - after]:
            if to in str(mail["to"]):
                return mail
        time.sleep(0.2)
    raise AssertionError(f"no mail to {to}")


# --- participants ------------------------------------------------------------------------------------------------


def join(browser: PlainBrowser, campaign: str) -> None:
    page = browser.get(f"/{campaign}/meedoen/?stap=zin")
    done = browser.send(page, page.form_with("join_key"))
    assert (done.status, done.path) == (200, f"/vandaag/in/{campaign}/")


def diary(browser: PlainBrowser, nest: Nest) -> None:
    """A plan, a note, a moment of one's own, an opener in one's own words."""
    page = browser.get("/vandaag/")
    attempt = next(form for form in page.forms if "probeer" in form.action)
    today = browser.send(page, attempt)
    found = re.search(r"/moment/([0-9a-f-]{36})/", today.text)
    assert found is not None
    moment = f"/moment/{found[1]}/"
    plan = nest.lay("plan")
    page = browser.get(f"{moment}plan/")
    done = browser.send(page, page.form_with("plan"), {"plan": f"Als {plan}, dan groet ik."})
    assert plan in browser.get(f"{moment}plan/").text, done.status
    page = browser.get("/vandaag/")
    did = next(form for form in page.forms if ("did", "done") in form.buttons)
    browser.send(page, did, {"did": "done"})
    note = nest.lay("note")
    page = browser.get(f"{moment}notitie/")
    browser.send(page, page.form_with("note"), {"note": f"Een {note} gezien"})
    assert note in browser.get(moment).text
    page = browser.get("/dagboek/nieuw/")
    own = nest.lay("own moment")
    browser.send(page, page.form_with("note"), {"note": f"Een {own} gezien", "domain": "buurt"})
    assert own in "".join(browser.get(link).text for link in _days_of(browser))
    builder = browser.get("/smoesje/?plek=winkel&karakter=asker")
    link = next(one for one in re.findall(r'href="([^"]+)"', builder.text) if "jouw-zin" in one)
    page = browser.get(link.replace("&amp;", "&"))
    opener = nest.lay("own opener")
    browser.send(page, page.form_with("text"), {"text": f"Mooie {opener}!"})
    assert opener in browser.get("/van-mij/smoesjes/").text


def _days_of(browser: PlainBrowser) -> list[str]:
    text = browser.get("/dagboek/").text
    return ["/dagboek/", *sorted(set(re.findall(r'href="(/dagboek/\d{4}-\d\d-\d\d/)"', text)))]


def sharing(browser: PlainBrowser, nest: Nest) -> None:
    """A text for others, of each kind; and one that is refused."""
    for kind in ("opener", "quote", "helped"):
        word = nest.lay(f"shared {kind}")
        page = browser.get("/delen/")
        answer = browser.send(
            page, page.form_with("client_id"), {"kind": kind, "text": f"Een {word} gezien", "zeker": "ja"}
        )
        assert (answer.status, word in browser.get("/van-mij/gedeeld/").text) == (200, True)
    refused = nest.lay("refused text")
    page = browser.get("/delen/")
    answer = browser.send(
        page,
        page.form_with("client_id"),
        {"kind": "quote", "text": f"Kijk op https://{refused}.example", "zeker": "ja"},
    )
    assert (answer.status, refused in answer.text) == (422, True)


def address(browser: PlainBrowser, nest: Nest, mails: Mails) -> str:
    """An address, a wrong code and the right one."""
    name = nest.lay("address")
    before = len(mails())
    page = browser.get("/van-mij/terugkomen/")
    page = browser.send(page, page.form_with("address"), {"address": f"{name}@thuis.example"})
    wrong = nest.lay("wrong e-mail code")
    answer = browser.send(page, page.form_with("code"), {"code": wrong})
    assert answer.status == 422
    mail = wait_for_mail(mails, name, after=before)
    found = CODE.search(mail["text"])
    assert found is not None
    code = nest.keep("right e-mail code", found[1])
    done = browser.send(answer, answer.form_with("code"), {"code": code})
    assert (done.status, f"{name}@thuis.example" in browser.get("/van-mij/terugkomen/").text) == (200, True)
    return f"{name}@thuis.example"


def ways_back(browser: PlainBrowser, nest: Nest) -> None:
    """A start link and a code on paper: made, opened, used by another browser."""
    page = browser.get("/van-mij/terugkomen/")
    make = next(form for form in page.forms if "startlink" in form.action)
    shown = browser.send(page, make)
    link = next(one for one in LINK.findall(shown.text) if "/startlink/" in one)
    nest.keep("start link", urlsplit(link).path.strip("/").split("/")[-1])
    page = browser.get("/van-mij/terugkomen/")
    make = next(form for form in page.forms if "papier" in form.action)
    shown = browser.send(page, make)
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", shown.text)
    assert code is not None
    nest.keep("paper code", code[0])
    for path in (urlsplit(link).path, f"/terug/code/{code[0]}/"):
        other = PlainBrowser(browser.base, **browser.headers)
        page = other.get(path)
        done = other.send(page, next(form for form in page.forms if form.action in {path, "/terug/code/"}))
        assert (done.status, done.path) == (200, "/vandaag/")
        nest.keep("cookie of another browser", other.cookies["deelname"])
    typing = PlainBrowser(browser.base)
    page = typing.get("/terug/")
    shown = typing.send(page, page.form_with("code"), {"code": code[0]})
    assert shown.status == 200


def wrong_ways(browser: PlainBrowser, nest: Nest) -> None:
    """Secrets that are none, in addresses and fields."""
    for path, status in (
        ("/startlink/{}/", 404), ("/terug/code/{}/", 404), ("/dag/{}/", 404), ("/afmelden/{}/", 404),
        ("/berichten/{}/", 404), ("/{}/", 404), ("/{}/meedoen/", 404), ("/ideeen/{}/", 404), ("/niets/{}.php", 404),
        ("/thema/{}-1.css", 404), ("/static/{}.css", 404), ("/dagboek/{}/", 404), ("/q/{}/", 404),
        ("/ideeen/?plek={}", 200), ("/ideeen/?q={}", 200), ("/?wie={}", 200), ("/terug/?code={}", 200),
        ("/smoesje/?plek={}", 200), ("/van-mij/smoesjes/?{}={}", 200),
    ):  # fmt: skip
        word = nest.lay(f"address {path}")
        answer = browser.get(path.replace("{}", word))
        assert answer.status in {status, 422}, (path, answer.status)
    page = browser.get("/terug/")
    word = nest.lay("wrong paper code")
    assert browser.send(page, page.form_with("code"), {"code": word}).status in {200, 422}
    for name, path in (("step", "stap"), ("join_key", "stap")):
        stranger = PlainBrowser(browser.base)
        page = stranger.get("/amsterdam/meedoen/?stap=zin")
        word = nest.lay(f"join {name}")
        assert stranger.send(page, page.form_with("join_key"), {name: word, path: word}).status < 500
    page = browser.get("/van-mij/in/amsterdam/")
    form = next(form for form in page.forms if form.method == "post")
    for name in ("step", "channel", "prompt_time", "weekdays"):
        word = nest.lay(f"setting {name}")
        assert browser.send(page, form, {name: word}).status == 422


def odd_requests(browser: PlainBrowser, nest: Nest) -> None:
    """Headers, cookies and bodies as no page of ours sends them."""
    for header in (
        "User_Agent", "Referer", "X_Forwarded_For", "X_Real_Ip", "Forwarded", "Accept_Language", "X_Request_Id",
        "Authorization", "Origin", "HX_Current_URL", "HX_Target", "HX_Prompt", "X_Forwarded_Host", "Accept",
        "If_None_Match", "Traceparent", "Content_Type", "Sec_Fetch_Site",
    ):  # fmt: skip
        word = nest.lay(f"header {header}")
        value = f"https://{word}.example/" if header in {"Referer", "Origin"} else word
        answer = browser.get("/terug/", **{header: value})
        assert answer.status < 500, (header, answer.status)
        assert word not in answer.headers["x-request-id"]
    assert browser.get("/terug/", Host=f"{nest.lay('header Host')}.example").status == 400
    for cookie in ("deelname", "taal", "terug", "deelnemer-csrf", "anders"):
        word = nest.lay(f"cookie {cookie}")
        assert browser.get("/terug/", Cookie=f"{cookie}={word}").status == 200
    token = nest.lay("csrf token")
    assert browser.ask("POST", "/terug/", f"csrfmiddlewaretoken={token}&code={token}".encode()).status == 403
    origin = nest.lay("origin of a form")
    page = browser.get("/terug/")
    form = page.form_with("code")
    assert browser.send(page, form, {"code": "x"}, Origin=f"https://{origin}.example").status == 403
    assert browser.ask(f"Q{nest.lay('method').upper()}", "/terug/").status in {400, 403, 405, 501}
    for label, path in (
        ("broken path", "/terug/%FF%FE{}/"), ("broken query", "/terug/?q=%FF{}"), ("nul", "/terug/?q=%00{}"),
        ("nul in path", "/startlink/%00{}/"), ("traversal", "/static/..%2f..%2f{}"), ("spaces", "/%20{}%0d%0aX:%20y"),
    ):  # fmt: skip
        assert browser.get(path.replace("{}", nest.lay(label))).status < 500, label
    for label, kind, body in (
        ("json body", "application/json", '{{"text": "{}"}}'),
        ("broken json", "application/json", '{{"text": "{}'),
        ("text body", "text/plain", "{}"),
        ("broken multipart", "multipart/form-data; boundary=x", "--x\r\n{}"),
        ("no boundary", "multipart/form-data", "{}"),
    ):
        body = body.format(nest.lay(label))
        answer = browser.ask(
            "POST", "/delen/", body.encode(), Content_Type=kind, X_CSRFToken=browser.cookies["deelnemer-csrf"]
        )
        assert answer.status < 500, (label, answer.status)
    for label, value in (
        ("too long", "{} " * 30_000), ("nul in a field", "\x00{}"), ("surrogate", "\udcff{}"),
        ("long", "{} " * 300), ("markup", "<script>{}</script>"),
    ):  # fmt: skip
        word = nest.lay(label)
        page = browser.get("/delen/")
        answer = browser.send(
            page, page.form_with("client_id"), {"kind": "quote", "text": value.replace("{}", word)}
        )
        assert answer.status < 500, (label, answer.status)
    name, content = nest.lay("name of a file"), nest.lay("content of a file")
    page = browser.get("/delen/")
    answer = browser.send(
        page,
        page.form_with("client_id"),
        {"kind": "quote"},
        {"text": (f"{name}.exe", f"MZ {content}".encode())},
    )
    assert answer.status < 500


def own_data(browser: PlainBrowser, nest: Nest) -> None:
    """Everything taken along; and at the end erased."""
    for path in ("gedag.json", "gedag.zip"):
        assert browser.get(f"/van-mij/gegevens/{path}").status == 200
    page = browser.get("/van-mij/gegevens/")
    elsewhere = next(form for form in page.forms if "elders" in form.action)
    assert browser.send(page, elsewhere).status == 200
    page = browser.get("/van-mij/wissen/")
    nest.keep("erasing token", dict(page.form_with("wie").values)["wie"].split(":")[-1])


# --- staff -------------------------------------------------------------------------------------------------------


def sign_in(browser: PlainBrowser, nest: Nest, mails: Mails, address: str, key: str) -> None:
    """Both steps, each with a wrong code first; before it, somebody we do not know."""
    page = browser.get("/inloggen/?next=/" + nest.lay("next"))
    stranger = PlainBrowser(browser.base)
    door = stranger.get("/inloggen/")
    word = nest.lay("unknown staff address")
    assert stranger.send(door, door.form_with("email"), {"email": f"{word}@elders.example"}).status == 200
    before = len(mails())
    page = browser.get("/inloggen/")
    page = browser.send(page, page.form_with("email"), {"email": address})
    answer = browser.send(page, page.form_with("code"), {"code": nest.lay("wrong staff code")})
    mail = wait_for_mail(mails, address, after=before)
    found = CODE.search(mail["text"])
    assert found is not None
    code = nest.keep("right staff code", found[1])
    page = browser.send(answer, answer.form_with("code"), {"code": code})
    assert "tweede-stap" in page.path
    answer = browser.send(page, page.form_with("code"), {"code": nest.lay("wrong code of the phone")})
    for shift in (0, 1, -1):
        totp = demo_phone.code_at(demo_phone.secret_of(key, address), time.time() + shift * demo_phone.STEP)
        answer = browser.send(answer, answer.form_with("code"), {"code": totp})
        if "tweede-stap" not in answer.path:
            break
    assert answer.status == 200
    assert browser.get("/beheer/").status == 200
    nest.keep("cookie of staff", browser.cookies["beheer"])


def organisation_of(browser: PlainBrowser) -> str:
    page = browser.get("/beheer/")
    found = re.search(r"/beheer/([a-z0-9-]+)/", page.path + page.text)
    assert found is not None
    return found[1]


def staff_texts(browser: PlainBrowser, nest: Nest, org: str, campaign: str) -> list[Answer]:
    """A canary in every field for words of the pages where staff write."""
    here, there = f"/beheer/{org}/", f"/beheer/{org}/campagnes/{campaign}/"
    answers = []
    for path in (
        f"{there}teksten/", f"{there}contact/", f"{there}logboek/start/", f"{there}bericht/",
        f"{here}ideeen/nieuw/", f"{here}medewerkers/uitnodigen/", f"{here}campagnes/nieuw/",
    ):  # fmt: skip
        page = browser.get(path)
        assert page.status == 200, path
        form = max(
            (form for form in page.forms if form.method == "post"),
            key=lambda form: len(form.typed),
            default=None,
        )
        assert form is not None, path
        assert form.typed, path
        before = len(nest.canaries)
        also = {"test": "ja"} if path.endswith("/bericht/") else {}  # a mail to oneself
        answer = browser.send(page, form, {**filled(form, nest, path), **also})
        assert answer.status in {200, 422}, (path, answer.status)
        laid = list(nest.canaries.values())[before:]
        later = answer.text + browser.get(path).text
        assert any(word in later for word in laid), path
        answers.append(answer)
    return answers


def staff_searches(browser: PlainBrowser, nest: Nest, org: str, campaign: str) -> None:
    """Search words, addresses of others, secrets that are none."""
    here, there = f"/beheer/{org}/", f"/beheer/{org}/campagnes/{campaign}/"
    for path, status in (
        (f"{there}dagen/1/?zoek={{}}", 200), (f"{here}geschiedenis/?tot={{}}", 200), ("/beheer/{}/", 404),
        (f"{here}campagnes/{{}}/", 404), (f"{here}ideeen/{{}}/", 404), (f"{here}uitstraling/{{}}/", 404),
        ("/inloggen/uitnodiging/{}/", 404), (f"{here}handleiding/{{}}/", 404), (f"{here}bijdragen/?soort={{}}", 200),
    ):  # fmt: skip
        answer = browser.get(path.replace("{}", nest.lay(f"staff {path}")))
        assert answer.status == status, (path, answer.status)


def staff_files(browser: PlainBrowser, nest: Nest, org: str) -> None:
    """A style sheet and a logo that are brought along, good and bad."""
    page = browser.get(f"/beheer/{org}/uitstraling/")
    made = browser.send(page, page.form_with("name"), {"name": f"Een {nest.lay('name of a look')}"})
    key = urlsplit(made.path).path.removesuffix("/").rpartition("/")[2]
    assert made.path.startswith(f"/beheer/{org}/uitstraling/{key}/?"), made.path
    for part, name in (("overnemen", "tokens.css"), ("logo", "logo.png")):
        page = browser.get(f"/beheer/{org}/uitstraling/{key}/{part}/")
        form = page.form_with("file")
        word, inside = nest.lay(f"name of {name}"), nest.lay(f"inside {name}")
        answer = browser.send(
            page,
            form,
            filled(form, nest, part),
            {"file": (f"{word}-{name}", f":root {{ --{inside}: {inside}; }}".encode())},
        )
        assert answer.status in {200, 422}, (part, answer.status)
