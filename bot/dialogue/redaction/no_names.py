"""Words that stand where a name could, and are nobody's: "my worker is late", "I'm called a liar", "I'm Polish"."""

from __future__ import annotations

NO_NAMES = frozenset(
    """
    a able about above abroad absolutely abuse abused actually adult adults adviser advisor after again against age aged ago alive all
    allocated allowance allowed almost alone already also always am amazing an and angry annoying annual anonymous another any anybody
    anymore anyone anything anytime apparently application appointment april are around arrangements as asap ask asked asking at august
    aunt auntie available aware away awful baby back bad badly bank banned bath be because been before behind being benefit best better
    biased big black boring bossy both bothered bradford breaking bristol british brother bully bullying but by call called calls came
    can cancelled cant care carer carers caring changed changes changing child children christmas clever close colleagues college coming
    complaint contact cool corporate correct cos could council councillor councils court cousin cover crap crazy cruel crying cut dad
    dead deaf december decent depressed did didnt different disabled disgusting do does doesnt doing done dont down dr due dumb during
    each earns easter eid else email england english even ever every everyone everything evil fab fair fake false family far fat father
    february few fine first flat foolish for foreign forever forward foster free friday friendly friends from full fun fund funny gay
    gets getting gives giving go goes going gone gonna good gorgeous got gran grandad grandma grant great guilty had half happy hard has
    hasnt hate hated have havent having he health hello her here hers hes hey hi him his hiya home hopeless horrible house how however
    human i i'd i'll i'm i've if ignored ignoring ill illegal im important in incorrect independent inside into invalid invisible
    ireland iro is isnt it its ive january job july june junior just keeps kind known late lazy leaver leavers leaves leaving leeds left
    legal less let letter liar lied like listed listening literally live lives living local london lonely long looked looking lost
    lovely lying mad madam made makes making male man manager march mate maths may maybe me mean means meant medical meeting mental
    mentioned mine mispronounced miss misspelt mixed monday money more most mother moved moving mr mrs ms mum muslim must my myself
    names nan nasty near need needs neglect neglected never new next nice no nobody none normal not nothing november now nowhere number
    october of off officer officers often ok okay old on once one only open or other our ours out outside over overworked pa paid parent
    parents passport pathetic pathway patronising per perfect person personal phone picky plan plans please pm police polite poor poorly
    pregnant private probably proper properly protection public put quite racist ramadan rang ready really red rent replaced reply
    retired retiring review right ring rings room rubbish rude sad safe said same saturday say saying says scary school science scotland
    section see seeing seen selfish senco senior sent september service services several she shes short should shouting shy sick side
    silly since single sir sister slag slow slut snitch so social some somebody someone somerset something somewhere soon sorry special
    spelled spelt spoken staff staying still stop stopped strange strict stuck stupid such sunday support supportive supposed sure sw
    take taken takes taking talking tax team teams tell telling tenancy terrible than that thats the their theirs them then therapy
    there these they theyre thick thing things think this those though threatening through thru thursday til till to today told tomorrow
    tonight too top treated trust trying tuesday two ugly uk unable uncle under unfair uni university unkind unknown unprofessional
    unwell up upset us useless using very violent virtual visit visiting waiting wales wanted wants was wasnt we wednesday weird weirdo
    well went were weston what whatever whats when where wherever whether which while white who whoever whole whos whose why will wise
    with without wont work worker workers working world worried worse worth would wouldnt wrong year years yes yesterday yet you young
    your yours
    """.split()  # noqa: SIM905 - a list of words is read in a row
)

PEOPLES = frozenset(
    """
    african american arab asian autistic bangladeshi buddhist caribbean catholic chinese christian czech deaf dutch eritrean ethiopian
    european french german greek gypsy hindu hungarian indian iranian iraqi irish italian jamaican jewish kurdish lgbt lgbtq muslim
    nigerian pakistani palestinian polish portuguese roma romanian russian scottish sikh somali spanish sudanese syrian traveller
    turkish ukrainian vietnamese welsh
    """.split()  # noqa: SIM905 - as above
)
"""What somebody is, with a capital letter."""
