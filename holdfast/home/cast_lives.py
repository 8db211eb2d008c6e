"""How the three fictional people lived these last months, as plain values. `demo_tending.py` writes them by actions.

Days are counted back from today. What they wrote is theirs: like every word a person types, it is in one language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from holdfast.domain.asks.kinds import Kind
from holdfast.domain.days import Aim
from holdfast.domain.goals import Every, SoOften
from holdfast.home.lives import (
    MINE,
    THEIRS,
    Awaited,
    Been,
    Between,
    Book,
    CheckIns,
    Counted,
    Counts,
    Gone,
    Handed,
    Hard,
    HelperSaid,
    Hoped,
    Life,
    Limit,
    Looked,
    OneDay,
    Promised,
    SaidIt,
    Thanked,
    UrgeHad,
    Wanted,
)

EVERY_DAY = frozenset(range(1, 8))

JOHN = Life(
    check_ins=CheckIns(
        "3323.3433.432332233.32322.2221.12233433.333443.4334.43443344.342443.444434.5433.44444243444",
        "4556.3243.245556543.46567.7778.65434432.323223.3243.23323332.235223.213222.1243.21221621211",
        time(20, 40),
        {
            88: "Payday week. I take the long way home.",
            66: "Slept four hours. Everything is loud.",
            62: "I did not tell anybody how bad it was.",
            60: "It happened last night. I called Marcus this morning. Counting again.",
            55: "Leila was not angry. I had feared that most.",
            41: "Five days without thinking of it before noon.",
            28: "The group laughed with me, not at me.",
            16: "Saw Gary across the street and walked on.",
            12: "Theo asked me how I do it. One evening at a time, I said.",
            6: "Argued about money. It passed.",
            1: "A quiet day, and that is all I wanted.",
        },
        wanted_contact=(62, 6),
    ),
    with_morning=True,
    own=(
        "Leave the room and put my shoes on",
        "Cold water on my face, then ten slow breaths",
        "Walk once around the block with the phone in my pocket",
        "Read what I wrote on day one",
        "Wait fifteen minutes before I decide anything",
    ),
    helped={0: 4, 1: 6, 2: 9, 4: 3},
    days=(
        OneDay(9, "Ring Nina about the appointment."),
        OneDay(6, "Say no to overtime.", "Argued with Ruth about money. Walked instead.", 4),
        OneDay(4, "Be home before seven.", "I was.", 2),
        OneDay(2, "Cook for both of us."),
        OneDay(1, "Nothing big today.", "Nothing big happened.", 2),
    ),
    urges=(
        UrgeHad(85, 6, "Payday", "Gave Leila the card"),
        UrgeHad(71, 7, "Gary wrote", "Did not answer"),
        UrgeHad(64, 7, "An argument at work", "Ran until I was tired"),
        UrgeHad(62, 9, "Alone on a Friday night"),
        UrgeHad(52, 5, "Payday", "Went to the group instead"),
        UrgeHad(38, 4, "A film with a bar in it", "Switched it off"),
        UrgeHad(24, 3, "Payday", "Called Ben and drove to the lake"),
        UrgeHad(6, 6, "Arguing about money", "Walked around the block, then called Marcus"),
    ),
    hard=(
        Hard(
            61,
            "Gary's birthday. I told myself I would stay for an hour.",
            "I stayed. In the morning I called Marcus before I could think of a reason not to.",
            "someone",
            "Marcus T.",
        ),
        Hard(
            33,
            "Lost my temper in the car and could not stop shaking.",
            "Pulled over. Cold water, ten breaths. Drove on after half an hour.",
            "alone",
            used_own=True,
        ),
        Hard(
            6,
            "The argument about the rent. I stood in front of the shop on the corner.",
            "Fifteen minutes by the clock, then I called. Marcus talked about football.",
            "someone",
            "Marcus T.",
            used_own=True,
        ),
    ),
    counters=(
        Counted(
            "Days without a drink",
            205,
            setback=(61, "Gary's birthday. I know now what the plan for such a night has to be."),
            handed=Handed(183, "Ruth", "All these days are yours, the one after it too. I am proud of you.", 18),
        ),
    ),
    said=(
        SaidIt("Call Marcus before noon", EVERY_DAY, "+++-+++.++++-+", "Marcus T.", shows_words=True),
        SaidIt(
            "Home by seven on Fridays",
            frozenset({5}),
            "++++++++++++++",
            "Leila",
            notes={7: "We made pizza."},
        ),
        SaidIt("Ten minutes outside", EVERY_DAY, "++.+++-++.++++"),
    ),
    wanted=(
        Wanted(
            "A plan for every Friday night",
            50,
            "Fridays are where it begins.",
            by_in=9,
            steps=(
                "Write down what Fridays were like",
                "Ask two people who is free on Fridays",
                "Have something to do with my hands",
                "Tell Leila the plan on Thursday",
            ),
            done=(44, 30, 12),
            smaller="Be in the car park of the group at half past seven",
        ),
        Wanted(
            "Run with somebody", 40, often=SoOften(2, Every.WEEK), counted=(36, 34, 29, 27, 22, 20, 15, 13, 8, 6, 2)
        ),
        Wanted("See Dr Amari about my sleep", 70, steps=("Make the appointment", "Go"), done=(30, 5), reached=5),
    ),
    been=(
        Been(
            "Friday home group",
            5,
            time(20),
            {
                1: ("Marcus T.",),
                2: ("Marcus T.", "Theo"),
                3: (),
                4: ("Theo",),
                5: ("Marcus T.",),
                6: ("Marcus T.",),
                7: (),
                8: ("Marcus T.",),
                10: (),
                11: ("Marcus T.",),
                12: (),
            },
        ),
    ),
    books=(
        Book(
            "My twelve steps",
            120,
            {
                "Where I stand": "It was never one drink. I wrote the list of mornings and read it to Marcus.",
                "What can help": "More than me: the group, Leila, the lake.",
                "Letting somebody help": "I let Ben drive me. It was easier than I thought.",
                "Taking stock": "Begun. The list about Tom is the longest.",
                **{f"Step {number}": "" for number in range(5, 13)},
            },
            3,
            "Marcus T.",
        ),
    ),
    limits=(
        Limit(MINE, "No drinks in our flat, guests included", 150, "Leila", "agreed", "I say it again at the door."),
        Limit(
            MINE,
            "I do not talk about rent after nine in the evening",
            40,
            "Ruth",
            "said",
            "I say: tomorrow, with coffee.",
            14,
            (6, "as_chosen", "It was half past nine. I said tomorrow, and meant it."),
        ),
    ),
    dates=(
        Counts("Ruth", "birthday", 11, years=61),
        Counts("Marcus T.", "recovery", 23, years=9),
        Counts("", "loss", 130, "The day my brother's friend Paul died"),
    ),
    things=(Gone("Walt", "borrowed", "Walt's drill", 20, 2), Gone("Leila", "gave", "The blue scarf", 48)),
    thanks=(
        Thanked("Ben", "You drove an hour and never asked why. Thank you.", 4, is_given=True),
        Thanked("Theo", "I went home because you picked up. Thank you, John.", 12),
        Thanked("Ruth", "Thank you for calling on Sunday. It made my week.", 26),
    ),
    looked=Looked(
        10,
        "I told people. The group knows my name. I sleep.",
        "The night two months ago, and the week before it in which I told nobody. What helped was calling at once.",
        "Say it on a bad day, not after it.",
    ),
)

MARIA = Life(
    check_ins=CheckIns(
        "2122.1222.122.212.22132.22322.2.3223.3233.32233.332343.233.3332.43342333.43343324.343434433",
        "." * 91,
        time(9, 30),
        {
            89: "Got up at eleven.",
            77: "Lucía made the toast.",
            64: "Dr Okafor says slow is a speed.",
            47: "Walked to the corner and back.",
            31: "The session was hard, and I slept after it.",
            19: "Laughed about the dog. Out loud.",
            8: "My mother called twice. I picked up once.",
            2: "Took Lucía to school myself.",
        },
        wanted_contact=(71,),
    ),
    own=(
        "Open the curtains",
        "Shower, even a short one",
        "One song, standing up",
        "Text one word to Ana",
    ),
    helped={0: 11, 1: 5, 2: 3},
    hard=(
        Hard(
            52,
            "Could not get up to take Lucía to school.",
            "Called Ana. She stayed on the phone while Daniel came back.",
            "someone",
            "Ana",
        ),
        Hard(
            21,
            "My mother came without asking and tidied the kitchen.",
            "Opened the curtains, sat in the bathroom, then told her I need a call first.",
            "alone",
            used_own=True,
        ),
    ),
    said=(
        SaidIt("Outside before noon", EVERY_DAY, "+-++.+++-+++++", "Ana", shows_words=True),
        SaidIt("Evening pills at nine", EVERY_DAY, "++++++-+++++++", "Daniel"),
    ),
    wanted=(
        Wanted(
            "Back to the choir",
            45,
            "It was the one evening that was mine.",
            by_in=24,
            steps=("Write to the choir leader", "Listen to one rehearsal from the back", "Sing one song"),
            done=(20,),
            smaller="Hum it in the shower",
        ),
        Wanted(
            "Have somebody over for coffee",
            60,
            often=SoOften(2, Every.MONTH),
            counted=(48, 33, 26, 12),
            smaller="Tea on the stairs with Joan",
        ),
    ),
    been=(
        Been(
            "Tuesday family sessions",
            2,
            time(17),
            {1: ("Daniel",), 3: ("Daniel", "Ana"), 5: ("Daniel",), 7: ("Daniel",), 9: ("Daniel",)},
            90,
        ),
    ),
    limits=(
        Limit(
            MINE,
            "Call before you come",
            60,
            "Carmen",
            "said",
            "I talk at the door, and we meet another day.",
            10,
            (21, "said_again", "She had a key. I said it again, without shouting."),
        ),
        Limit(MINE, "No talks about money after nine", 70, "Daniel", "agreed", "We write it on the fridge."),
        Limit(THEIRS, "Not every evening: Ana has two evenings of her own", 35, "Ana", "agreed"),
    ),
    hoped=(
        Hoped(
            "Carmen",
            (Kind.CHILDCARE, Kind.TALK),
            "That she takes Lucía on Wednesdays, and listens without advice.",
            (Kind.MEAL, Kind.ERRAND),
            "She cooks for us, any day. Wednesdays she is at church.",
            25,
        ),
    ),
    between=(
        Between(
            "Carmen",
            21,
            "She came without calling and did my kitchen.",
            "I felt like a child who had failed. I had asked her to call first.",
            "She had not heard from me for a week and was afraid. Cleaning is what she can do.",
            "Dr Okafor",
            4,
            "She calls before she comes. I answer, if only with one word, so that she need not fear.",
            13,
            (
                Promised(THEIRS, "Call before coming", -9, is_kept=True),
                Promised(MINE, "Send one word every second day", -3, is_kept=True),
                Promised(THEIRS, "Leave the kitchen as it is", -2, is_kept=False),
                Promised(MINE, "Invite her on Sunday, for an hour", 3),
            ),
        ),
    ),
    dates=(
        Counts("Lucía", "birthday", 9, years=8),
        Counts("Daniel", "other", 40, "The day we met", 12),
        Counts("Ana", "birthday", 97),
    ),
    things=(
        Gone("Ana", "lent", "The book about the lighthouse", 38, 2),
        Gone("Joan next door", "received", "Tomatoes", 16),
    ),
    thanks=(
        Thanked("Lucía", "Mama, thank you for the walk.", 2),
        Thanked("Daniel", "Thank you for doing the mornings, all of them.", 15, is_given=True),
    ),
)

EMILY = Life(
    check_ins=CheckIns(
        "344.55543.32.212234.445544332.2123.34445433.3223343.44354344.332343444.334434.4343434244343",
        "2234.5652.12.332343.234554332.3421.23234532.2321232.22343222.121322321.223122.1232122721232",
        time(19, 20),
        {
            86: "Bought three plants and a drum at midnight.",
            79: "The bill came for the drum.",
            76: "Nothing moves.",
            63: "Five hours for four nights. Told Dr Hale.",
            55: "Cried at work, in the small room. Nobody saw.",
            40: "The plants live.",
            25: "Seven hours, six nights in a row.",
            11: "Said no to a night out and was right.",
            6: "Could not come down. Priya stayed on the phone.",
            1: "Slow morning. Good slow.",
        },
        wanted_contact=(75, 6),
    ),
    with_evening=True,
    own=(
        "Lights down, screen away, at ten",
        "Put the card in the drawer until tomorrow",
        "Hold something cold, name five things I see",
        "Write it down and do not send it",
    ),
    helped={0: 14, 1: 3, 2: 5, 3: 6},
    days=(
        OneDay(8, review="Two forms done. Tea.", hard=2),
        OneDay(6, review="A long night. I did not have to do it alone.", hard=5),
        OneDay(5, review="Slept until noon and forgave it.", hard=3),
        OneDay(3, "Answer one letter, not all.", "One letter.", 2),
        OneDay(1, review="Slow and fine.", hard=1),
    ),
    urges=(
        UrgeHad(85, 6, "Awake at two with a shop open", "Nothing yet"),
        UrgeHad(63, 5, "Too little sleep", "Card in the drawer"),
        UrgeHad(34, 4, "An empty evening", "Went to Sit With Us"),
        UrgeHad(6, 7, "Too little sleep", "Priya, and the drawer"),
    ),
    hard=(
        Hard(
            74,
            "Could see no reason to get up, for the third day.",
            "Wrote on the forum. Sam answered in four minutes.",
            "someone",
            "Sam (forum)",
        ),
        Hard(
            6,
            "Thoughts too fast, two in the morning, the card in my hand.",
            "Card in the drawer, lights down, then Priya. She stayed until I slept.",
            "someone",
            "Priya",
            used_own=True,
        ),
    ),
    counters=(
        Counted(
            "Nights with seven hours",
            60,
            Aim.MORE,
            "hours",
            7,
            amounts="7785677877778877657787777787777487678777",
        ),
    ),
    said=(SaidIt("Phone in the kitchen at ten", EVERY_DAY, "++-+++++-.++++", "Grace", shows_words=True),),
    wanted=(
        Wanted(
            "The form for shorter days at work",
            35,
            by_in=12,
            steps=("Print it", "Ask Grace about page two", "Send it"),
            done=(30, 16),
            smaller="Write my name on page one",
        ),
    ),
    been=(
        Been(
            "Sit With Us Online",
            2,
            time(21),
            {1: ("Sam (forum)",), 2: (), 3: ("Sam (forum)",)},
            45,
            "online",
        ),
    ),
    measures={
        "mspss": {84: "443244222343", 46: "544345333444", 9: "655455344555"},
        "ucla-3": {84: "333", 46: "232", 9: "221"},
        "phq-4": {84: "2332", 46: "2121", 9: "1111"},
    },
    limits=(Limit(MINE, "No plans after ten in the evening", 50, agreed="said", response="I answer in the morning."),),
    dates=(Counts("Priya", "birthday", 6), Counts("Noah", "birthday", 64, years=24)),
    things=(Gone("Priya", "borrowed", "The weighted blanket", 30, 20),),
    thanks=(
        Thanked("Priya", "Thank you for ringing me and not the shop. I would do it again any night.", 5),
        Thanked("Sam (forum)", "Your post on the slow weeks got me out of bed. Thank you, E.", 31),
        Thanked("Noah", "Thanks for the plant. It is the only green thing I own, and it lives.", 58),
        Thanked("Priya", "You stayed on the phone until I slept. I will not forget that.", 3, is_given=True),
    ),
    awaited=Awaited(45, time(19), (2, 5), ("Priya", "Grace")),
    helpers=(
        HelperSaid("Joan (forum)", 38, 4, 2, "Glad to be of use to two people who never meet."),
        HelperSaid("Joan (forum)", 17, 3, 3, "Two evenings in one week. I said no to the third."),
        HelperSaid("Joan (forum)", 4, 4, 3),
        HelperSaid("Priya", 5, 3, 4, "Short night. Slept in the afternoon."),
    ),
)

LIVES: Mapping[str, Life] = {"john": JOHN, "maria": MARIA, "emily": EMILY}
