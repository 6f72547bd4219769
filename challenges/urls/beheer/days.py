from django.urls import path

from challenges.views.beheer import day_moves, days

of_campaign = [
    path("dagen/", days.days, name="days"),
    path("dagen/verplaats/", day_moves.move, name="move_day"),
    path("dagen/vullen/", day_moves.fill, name="fill_days"),
    path("dagen/kopieer/", day_moves.copy, name="copy_week"),
    path("dagen/aantal/", day_moves.length, name="number_of_days"),
    path("dagen/<int:number>/", days.day, name="day"),
    path("dagen/<int:number>/kies/", days.choose, name="choose_for_day"),
    path("dagen/<int:number>/haal-weg/", days.clear, name="clear_slot"),
]
