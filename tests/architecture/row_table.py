"""What each web login sees of every table, in one place: whose rows, or why they are nobody's."""

# What a login sees of a table.
# OWN: of who it acts for. SHOWN: that, and of others what is shown to everybody (a campaign that is public; a text that
# was approved). READ: all of it, while it writes its own. EVERY: all of it. ADDS: nothing, while it adds its own.
# NOTHING: no grant at all.
OWN, EVERY, SHOWN, READ, ADDS, NOTHING = "own", "every", "shown", "read", "adds", "."

# table: (deelnemer, beheer)
ROWS: dict[str, tuple[str, str]] = {
    # who takes part
    "accounts_participant": (OWN, NOTHING),
    "accounts_participantkey": (OWN, NOTHING),
    "accounts_participantsession": (OWN, NOTHING),
    "accounts_consent": (OWN, NOTHING),
    "accounts_wayback": (OWN, NOTHING),
    "accounts_contact": (OWN, NOTHING),
    "accounts_emailcode": (OWN, NOTHING),
    "accounts_message": (OWN, NOTHING),
    "accounts_sendingmark": (NOTHING, NOTHING),
    # who was erased, noted while it is still known who they are
    "accounts_erasure": (ADDS, NOTHING),
    # the diary
    "interactions_interaction": (OWN, NOTHING),
    "interactions_dayanswer": (OWN, NOTHING),
    "interactions_dayanswer_barriers": (OWN, NOTHING),
    "interactions_reflection": (OWN, NOTHING),
    "interactions_mood": (OWN, NOTHING),
    "interactions_favourite": (OWN, NOTHING),
    "interactions_ownopener": (OWN, NOTHING),
    # taking part
    "challenges_participation": (OWN, NOTHING),
    "challenges_pause": (OWN, NOTHING),
    "challenges_assignment": (OWN, NOTHING),
    "challenges_offer": (OWN, NOTHING),
    "challenges_contributionowner": (OWN, NOTHING),
    "insights_countedparticipation": (OWN, NOTHING),
    # what participants offer
    "challenges_contribution": (SHOWN, OWN),
    # organisations and who works there
    "accounts_organisation": (EVERY, READ),
    "accounts_membership": (NOTHING, OWN),
    "accounts_invitation": (NOTHING, OWN),
    # campaigns
    "challenges_theme": (EVERY, READ),
    "challenges_campaign": (EVERY, SHOWN),
    "challenges_campaignday": (EVERY, SHOWN),
    "challenges_campaignslot": (EVERY, SHOWN),
    "challenges_themeversion": (NOTHING, OWN),
    "challenges_themelogo": (EVERY, READ),
    "challenges_logbookentry": (NOTHING, OWN),
    "challenges_pagetotal": (EVERY, OWN),
    "challenges_deliverysummary": (NOTHING, OWN),
    "challenges_broadcast": (NOTHING, OWN),
    "challenges_proposal": (NOTHING, OWN),
    "challenges_outsidecampaign": (NOTHING, OWN),
    # figures
    "insights_draw": (EVERY, SHOWN),
    "insights_release": (EVERY, OWN),
    "insights_releasetable": (EVERY, OWN),
    "insights_budgetentry": (NOTHING, OWN),
    "insights_signature": (EVERY, OWN),
    "insights_infographic": (EVERY, OWN),
    # the library, with ideas of one organisation among it
    "interactions_idea": (EVERY, SHOWN),
    "interactions_ideaversion": (EVERY, SHOWN),
    "interactions_lifedomain": (EVERY, EVERY),
    "interactions_barrier": (EVERY, EVERY),
    # what staff changed
    "accounts_organisationevent": (NOTHING, OWN),
    "accounts_membershipevent": (NOTHING, OWN),
    "challenges_campaignevent": (NOTHING, OWN),
    "challenges_campaigndayevent": (NOTHING, OWN),
    "challenges_campaignslotevent": (NOTHING, OWN),
    "challenges_themeevent": (NOTHING, OWN),
    "challenges_themelogoevent": (NOTHING, OWN),
    "challenges_logbookentryevent": (NOTHING, OWN),
    "challenges_broadcastevent": (NOTHING, OWN),
    "challenges_contributionevent": (NOTHING, OWN),
    "challenges_proposalevent": (NOTHING, OWN),
    "challenges_outsidecampaignevent": (NOTHING, OWN),
    "interactions_ideaevent": (NOTHING, SHOWN),
    "interactions_ideaversionevent": (NOTHING, SHOWN),
    "interactions_lifedomainevent": (NOTHING, EVERY),
    "interactions_barrierevent": (NOTHING, EVERY),
}
# Tables without rows of one participant or one organisation, and why that is so.
OF_NOBODY: dict[str, str] = {
    "accounts_user": "who signs in is found by address; somebody works for several organisations",
    "account_emailaddress": "the address that somebody signs in with",
    "account_emailconfirmation": "not used; of allauth",
    "mfa_authenticator": "the second step of who signs in, sealed",
    "django_session": "a staff session is found by its key, before anybody is known",
    "beheer_cache": "how often somebody tried to sign in",
    "accounts_limitcount": "how often something was done, by a hash that tells of nobody",
    "accounts_stafflimitcount": "the same, of the staff face",
    "accounts_retentionrun": "how many things went each night; no web login has a grant",
    "accounts_heartbeat": "one row, about the tasks",
    "interactions_opener": "the library, from its files",
    "interactions_principle": "the library, from its files",
    "interactions_fact": "the library, from its files",
    "interactions_warmline": "the library, from its files",
    "pghistory_context": "empty; no login has a grant",
    "auth_group": "empty; no login has a grant",
    "auth_group_permissions": "empty; no login has a grant",
    "auth_permission": "of the framework; no login has a grant",
    "django_content_type": "of the framework; no login has a grant",
    "django_migrations": "of the framework; no login has a grant",
}
# What the institute reads of everybody on its own pages, besides what is its own or shown.
EVERYWHERE = [
    "challenges_campaign",
    "challenges_campaignday",
    "challenges_campaignslot",
    "challenges_contribution",
    "challenges_logbookentry",
    "challenges_proposal",
    "challenges_proposalevent",
    "insights_budgetentry",
    "insights_draw",
    "insights_infographic",
    "insights_release",
    "insights_releasetable",
    "insights_signature",
    "interactions_idea",
    "interactions_ideaversion",
]
OF_PARTICIPANTS = [table for table, (deelnemer, _beheer) in ROWS.items() if deelnemer in (OWN, SHOWN)]
OF_STAFF = [table for table, (_deelnemer, beheer) in ROWS.items() if beheer in (OWN, SHOWN, READ)]
