"""Words that tell nothing of what a text is about, folded as the search index has them."""

from blueprints.news.search import fold

STOP_WORDS = {
    language: frozenset(fold(words).split())
    for language, words in {
        "en": "the and for that with from this have has had not but are was were will its his her their they who what "
        "when where why how into over after before about more than out all one two new says said can could would may "
        "you your our been being between against amid under first last year years day days week people",
        "fr": "les des une dans pour par sur avec sans est sont été qui que quoi dont pas plus moins ses son leur "
        "cette ces aux entre apres avant contre sous chez mais comme tout tous nous vous elle elles ils ans jour jours",
        "pt": "que com para por uma dos das nos nas seu sua seus suas mais menos como entre apos antes sobre sem "
        "foi sao ser esta este isso aos pela pelo ano anos dia dias",
        "ar": "من في على الى عن مع هذا هذه ذلك التي الذي الذين بعد قبل بين كان كانت قال قد لم لن او ثم كل عند حتى منذ",
        "sw": "kwa katika wa ya na ni za cha vya la kuwa hii huyo huo hiyo wao yao yake wake baada kabla kati kutoka "
        "lakini pia kama hadi sana watu siku mwaka",
        "ha": "wannan wadda wanda cikin daga bayan kafin tsakanin suka ana yana tana suna zai kuma amma saboda domin "
        "shekara mutane",
        "yo": "awon won ninu fun lati pelu nitori sugbon tabi leyin yii naa kan",
        "ig": "ndi nke maka site mana ihe onye afo ahu",
        "so": "iyo kuwa waa oo uu ayaa waxaa kale inay isku kadib sanad dadka",
        "am": "እና ግን ወደ ከዚህ ነው ናቸው ነበር ላይ ውስጥ",
        "af": "die van vir met nie het was wees sal oor uit deur hulle maar ook jaar",
    }.items()
}
