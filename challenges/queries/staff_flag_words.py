"""Words with a capital that are nobody: what `staff_flags` needs to know of Dutch. All in small letters."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Between a first name and a surname.
PARTICLES = _words("van de den der ter ten te el al von da di dos bin ibn ben")

# How a sentence begins; with a capital there they are no first name.
BEGINNINGS = _words(
    """
    aan achter achteraf al alle alleen als altijd anders beide bij bijna binnen boven buiten daar daarna daarom dag
    dan dank dat de deze die dit doe door dus echt een eerst eerste eigenlijk elke en er even eén één fijn ga geen
    gewoon gedag gisteren goed goede goedemiddag goedemorgen goedenavond goeiemorgen graag grappig groet haar had
    hallo heb hé hee hij hem hen het hier hoe hoi hun iedere iedereen iemand ik in is ja je jij jouw juist kan kijk
    klein kleine kom laatst later lekker leuk leuke lief lijn maar maak mag meestal meneer met mevrouw mij mijn
    misschien moet morgen mooi mooie na naar naast natuurlijk nee niemand niet niks nog nooit nou nu of om omdat
    onder ons onze ook op over overal per precies samen sinds snel soms steeds straks te tegen tegenover terug
    terwijl thuis tijdens toch toen tot tussen u uit van vanaf vandaag vanavond vanmiddag vanmorgen vanochtend vaak
    veel vervolgens via volgende voor vooraf voordat vorig vorige vraag waar waarom wanneer want was wat we weer
    wees weet welk welke wel wie wij wil wilde zag ze zeg zei zelfs zelf zie zij zijn zo zoals zodra zonder zou
    """
)

# Places, shops, feasts and what else is written with a capital: a pair with one of these in it names no person.
NO_PERSON = _words(
    """
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus
    september oktober november december kerst pasen pinksteren koningsdag sinterklaas ramadan suikerfeest
    bevrijdingsdag kerstdag paasdag pinksterdag nieuwjaarsdag nederland nederlands nederlandse belgië vlaanderen
    europa engels engelse duits duitse frans franse turks turkse arabisch marokkaans marokkaanse surinaams
    surinaamse pools poolse spaans spaanse twents fries friese amsterdam rotterdam utrecht haag eindhoven groningen
    tilburg almere breda nijmegen apeldoorn haarlem arnhem enschede amersfoort zaandam hengelo almelo zwolle
    leeuwarden maastricht dordrecht leiden delft deventer hilversum heerlen helmond gouda purmerend schiedam
    vlaardingen assen emmen venlo roermond bosch helder drenthe friesland flevoland gelderland limburg brabant
    overijssel zeeland holland twente veluwe achterhoek noord zuid oost west midden centrum centraal station
    spoorwegen metro tram bus lijn straat laan plein weg gracht kade park markt kerk moskee school college
    universiteit hogeschool museum theater bibliotheek buurthuis wijkcentrum haven brug toren hal ziekenhuis
    gemeente provincie stadhuis kamer raad jumbo lidl aldi hema blokker kruidvat etos action gamma praxis plus spar
    coop dekamarkt ekoplaza starbucks bijenkorf gedag facebook instagram whatsapp google youtube netflix
    """
)

# Shops and places that look like a person's name and are none.
NO_PERSON_PHRASES = frozenset(
    {
        "albert heijn",
        "jan linders",
        "dirk van den broek",
        "leger des heils",
        "sint maarten",
        "sint nicolaas",
        "ter apel",
        "den bosch",
        "den helder",
        "den haag",
        "hoek van holland",
        "wereld winkel",
        "rode kruis",
        "goede vrijdag",
        "zwarte cross",
        "nieuwe kerk",
        "oude kerk",
    }
)
