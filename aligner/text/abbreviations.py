"""Words that decide where a sentence ends: abbreviations, and words that open a sentence or carry one on.

Our own lists, from general knowledge of written French and Modern Standard Arabic: correct them freely, no
code depends on a single entry. Abbreviations stand without their last full stop. Arabic stands without vowel
signs and tatweel and with a bare alef (ا for أ إ آ). Letters with dots (K., J.-P., O.N.U., ب., أ.د.) need no
entry: they are abbreviations by their form, and end a sentence only before one of the openers.
"""


def _words(*lists: str) -> frozenset[str]:
    return frozenset(word for words in lists for word in words.split())


# A name or a reference follows: the full stop after these never ends a sentence. Case counts: « Me. » is Maître.
BEFORE_A_NAME = _words(
    "M MM Mr Mrs Ms Mme Mmes Mlle Mlles Dr Drs Pr Prs Prof Me Mes Mgr Mgrs St Ste Sts Stes Sr Fr",  # titles
    "Gal Gén Col Cdt Cne Capt Lt Cap Sgt Adj Amb Sén Dép Préf Prés",  # ranks and offices
    "cf Cf vs p.ex c.-à-d c-à-d",
    "ود وا وم دد",  # و + doctor, professor, engineer; doctors
)

# They stand anywhere, and end a sentence only before one of the openers. Case does not count.
ANYWHERE = _words(
    "al p pp art arts chap chapt sect fig figs tab vol vols t pag fol v ch dir trad coll préf introd rééd",
    "n° no nos num nr réf ex n.b env apr av bd boul pl rte tél fax",
    "janv févr sept oct nov déc lun mar mer jeu ven sam dim sec max moy approx resp fém masc lat angl",
    "صص ص.ب ت.ب مج تح",  # pages, P.O. box, volume, edited by
    "دي كي جي جيه تي",  # names of Latin letters, as initials: دي. كي. أريا
)

# They close a phrase: a sentence ends after them when what follows can begin one. Case does not count.
AFTER_A_PHRASE = _words(
    "etc éd édit j.-c j-c j.c cie inc ltd corp co jr hab dépt suppl",
    "الخ اه ق.م ب.م ق.ه ه",  # and so on; end of quotation; before and after Christ, before and after the hijra
)

# After these a single letter is no initial but the end of the phrase: vitamine C. , فيتامين د.
BEFORE_A_LETTER = _words(
    "vitamine vitamines hépatite groupe type classe catégorie zone plan annexe phase point option série niveau",
    "section partie terminaison chromosome bâtiment hall porte ligne variante modèle virus page",
    "فيتامين وفيتامين الفئة فئة النوع نوع المجموعة مجموعة القسم الملحق البند الفقرة الخطة المرحلة الحرف المنطقة",
)

# Words with which a French sentence begins. Elided ones with their apostrophe.
FRENCH_OPENERS = _words(
    "Il Elle Ils Elles On Nous Vous Je Tu Ce Cet Cette Ces Ceci Cela Ça C' J' S' N' T' M' Qu'",
    "Un Une Son Sa Ses Leur Leurs Notre Nos Votre Vos Mon Ma Mes",
    "Mais Et Ou Or Donc Car Ainsi Alors Puis Ensuite Enfin Aussi Cependant Toutefois Pourtant Néanmoins",
    "En Dans Sur Sous Selon Pour Par Avec Sans Depuis Après Avant Pendant Lors Lorsque Quand Si Comme À",
    "Plusieurs Certains Certaines Tous Toute Toutes Tout Chaque Aucun Aucune Quelques Plus Moins Malgré Grâce",
    "Contre Entre Vers Chez Voici Voilà Qui Que Quel Quelle Quels Quelles Comment Pourquoi Où Ne Oui Non",
    "Hier Aujourd' Demain Deux Trois Quatre Cinq Six Sept Huit Neuf Dix",
)

# These open a sentence too, but before a capital they may be part of a name: J. Le Goff.
FRENCH_PARTICLES = _words("Le La Les L' De Du Des D' Au Aux Durant")

# Words that report what was asked just before, in the same sentence: « Où ? » demanda-t-il.
FRENCH_REPORTING = _words(
    "dit dis disait disent demanda demande demandait répondit répond lança lance fit fait ajouta ajoute reprit cria",
    "murmura interrogea interroge pensa pensait songea écria exclama s' a ai ont avait",
)

# Words with which an Arabic sentence clearly begins: و fused with what opens a sentence, and set phrases.
ARABIC_OPENERS = _words(
    "وقال وقالت وقالوا واضاف واضافت واكد واكدت واوضح واوضحت واشار واشارت وذكر وذكرت وصرح وصرحت وتابع وتابعت",
    "ولفت ولفتت واعلن واعلنت وافاد وافادت وبين وبينت ونقل ونقلت وشدد وشددت ونفى ونفت وكتب وكتبت واعتبر واعتبرت",
    "وقد وكان وكانت وسبق ويذكر ويشار وتجدر ويعد وتعد وبحسب ووفقا وبدوره وبدورها وهو وهي وهذا وهذه ولم ولا",
    "وفي وعلى ومن وبعد وقبل ومنذ ومع وتم واصيب وقتل ووصل وجاء وادى وشهد وشهدت وتعرض وتعرضت",
    "كما لقد يذكر يشار",
)

# Words that carry on an Arabic sentence after an abbreviation or a quoted question.
ARABIC_CONTINUERS = _words(
    "في من الى على عن حتى اي او ام بين عند مع خلال الموافق الموافقة الذي التي الذين اللذين اللتين حيث حسب وفق",
)

# Words that report the quotation before them, in the same sentence.
ARABIC_REPORTING = _words(
    "قال قالت قالوا يقول تقول يقولون اضاف اضافت سال سالت رد ردت اجاب اجابت همس همست صاح صاحت صرخ صرخت هتف هتفت",
    "بحسب وفقا",
)

# Top-level domains and file name endings that a capital letter may begin: « Alep.Net », « Liste.Xls » are one word.
NAME_ENDINGS = _words(
    "com net org info fr tv eu edu gov int sy iq lb jo ma dz tn eg io",
    "txt md pdf doc docx xls xlsx csv tsv htm html xml json js py zip jpg jpeg png gif mp3 mp4 exe",
)
