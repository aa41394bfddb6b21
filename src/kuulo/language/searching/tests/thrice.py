"""Comments that say the same thrice, in Finnish, Swedish and English, and what somebody would search them by."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("fi", "sv", "en")
THRICE: Final = (
    (
        "Lasku tuli kahteen kertaan samasta kuusta.",
        "Fakturan kom två gånger för samma månad.",
        "I was billed twice for the same month.",
    ),
    (
        "Asentaja oli ystävällinen ja siivosi jälkensä.",
        "Montören var vänlig och städade efter sig.",
        "The technician was kind and cleaned up afterwards.",
    ),
    (
        "Sovellus kaatuu aina kun yritän kirjautua.",
        "Appen kraschar varje gång jag försöker logga in.",
        "The app crashes every time I try to log in.",
    ),
    (
        "Puhelinjonossa meni yli tunti.",
        "Jag fick vänta i telefonkön över en timme.",
        "I was on hold on the phone for more than an hour.",
    ),
    (
        "Paketti oli rikki, kun se saapui.",
        "Paketet var trasigt när det kom fram.",
        "The parcel was broken when it arrived.",
    ),
    (
        "Hinnat ovat nousseet aivan liikaa.",
        "Priserna har stigit alldeles för mycket.",
        "Prices have gone up far too much.",
    ),
    (
        "Verkko pätkii iltaisin jatkuvasti.",
        "Nätet hackar hela tiden på kvällarna.",
        "The connection keeps dropping in the evenings.",
    ),
    ("Pysäköintipaikkoja on liian vähän.", "Det finns för få parkeringsplatser.", "There are too few parking spaces."),
    ("Ruoka oli kylmää ja mautonta.", "Maten var kall och smaklös.", "The food was cold and tasteless."),
    (
        "Lääkäri kuunteli ja selitti kaiken.",
        "Läkaren lyssnade och förklarade allt.",
        "The doctor listened and explained everything.",
    ),
    ("En saanut vastausta sähköpostiini.", "Jag fick inget svar på min e-post.", "Nobody answered my e-mail."),
    (
        "Vaihdan toiseen yhtiöön ensi kuussa.",
        "Jag byter till ett annat bolag nästa månad.",
        "I am moving to another company next month.",
    ),
    (
        "Kotisivulta on vaikea löytää mitään.",
        "Det är svårt att hitta något på webbplatsen.",
        "It is hard to find anything on the website.",
    ),
    ("Kiitos nopeasta toimituksesta!", "Tack för den snabba leveransen!", "Thanks for the quick delivery!"),
    ("Portaat olivat jäässä ja liukastuin.", "Trappan var isig och jag halkade.", "The stairs were icy and I slipped."),
    (
        "Voisiko liike olla auki sunnuntaisin?",
        "Kunde butiken ha öppet på söndagar?",
        "Could the shop be open on Sundays?",
    ),
    (
        "Sopimuksen irtisanominen oli tehty hankalaksi.",
        "Det var krångligt att säga upp avtalet.",
        "Cancelling the contract was made difficult.",
    ),
    ("Rahojen palautus kesti viikkoja.", "Återbetalningen tog flera veckor.", "The refund took weeks."),
    (
        "Huone oli likainen ja haisi tupakalta.",
        "Rummet var smutsigt och luktade rök.",
        "The room was dirty and smelled of smoke.",
    ),
    (
        "Chatbotti ei ymmärtänyt kysymystäni.",
        "Chattboten förstod inte min fråga.",
        "The chatbot did not understand my question.",
    ),
    ("Sähkökatko kesti koko yön.", "Strömavbrottet varade hela natten.", "The power cut lasted all night."),
    ("Juna oli myöhässä puoli tuntia.", "Tåget var en halvtimme försenat.", "The train was half an hour late."),
    (
        "Ohjeet olivat vain englanniksi.",
        "Anvisningarna fanns bara på engelska.",
        "The instructions were only in English.",
    ),
    (
        "Myyjä ei tiennyt tuotteista mitään.",
        "Säljaren visste ingenting om produkterna.",
        "The salesperson knew nothing about the products.",
    ),
)
QUERIES: Final = (
    ("kaksoislaskutus", "dubbel fakturering", "double billing"),
    ("mukava asentaja", "trevlig montör", "friendly technician"),
    ("kirjautuminen ei toimi", "kan inte logga in", "cannot sign in"),
    ("pitkä jonotusaika", "lång väntetid i telefon", "long waiting time on the phone"),
    ("vaurioitunut lähetys", "skadad leverans", "damaged shipment"),
    ("liian kallis", "för dyrt", "too expensive"),
    ("netti katkeilee", "internet bryts", "internet drops out"),
    ("parkkipaikat", "parkering", "car park"),
    ("huono ruoka", "dålig mat", "bad food"),
    ("hyvä lääkäri", "bra läkare", "good doctor"),
    ("viestiin ei vastattu", "inget svar på meddelande", "no reply to message"),
    ("lähden kilpailijalle", "byter leverantör", "switching provider"),
    ("sekava verkkosivu", "rörig hemsida", "confusing website"),
    ("tuli nopeasti perille", "kom fort fram", "arrived fast"),
    ("kaatuminen portaissa", "föll i trappan", "fell on the stairs"),
    ("aukioloajat viikonloppuna", "öppettider på helgen", "weekend opening hours"),
    ("sopimuksen lopettaminen", "avsluta avtal", "ending a contract"),
    ("hyvitys viipyi", "pengarna tillbaka", "money back"),
    ("epäsiisti hotellihuone", "ostädat hotellrum", "unclean hotel room"),
    ("tekoälyavustaja", "chattrobot", "chat assistant"),
    ("sähköt poikki", "ingen el", "no electricity"),
    ("myöhästynyt juna", "försenat tåg", "delayed train"),
    ("ohjeiden kieli", "instruktionernas språk", "language of the manual"),
    ("osaamaton myyjä", "okunnig personal", "staff lacked knowledge"),
)
