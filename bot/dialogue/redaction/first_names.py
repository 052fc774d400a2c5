"""First names that are common in England and mean nothing else: those that are words, too ("Grace", "Will") are known by what stands before them.

Only the beginnings of such lists can be kept up by hand, and they need not be more: most names are found by "my name is" and their like.
"""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    aaliyah aaron aarush abbie abby abdi abdul abdullah abdullahi abigail abiola abu adam adebayo adele adeola adrian agnes agnieszka
    ahmad ahmed aidan aiden aileen aimee aisha aishah ajay akeem akua alan alana albert aleksandra alesha alex alexander alexandra
    alexis alfie alfred ali alice alicia alina alisha alison alissa allan amaan amanda amelia amelie amina aminah amir amira amirah amy
    ana anastasia andre andrea andreea andrew andy aneesa angela angelina angie ania anil anita anna annabel annabelle annalise anne
    annette annie anthony antonia antonio antony anya aoife archie ariana arianna arjun arlo armaan arman arron arthur arun asha
    ashleigh ashley ashraf asif asma astrid atif audrey ava ayaan ayan ayesha aysha ayub azeem babatunde barbara barry beata beatrice
    becca becky belinda ben benjamin bernadette bernard bernie beth bethan bethany betty beverley bex bianca bilal blessing bogdan
    bradley brandon brenda brendan brian bridget bronwen bryan bryony caitlin callum calvin cameron camilla candice cara carina carl
    carla carlos carly carmen caroline carolyn catherine cathy catrin cecilia celia celine chantel chantelle charlene charles charlie
    charlotte chelsie cheryl chiara chidera chinedu chioma chloe chris christian christina christine christopher ciara cindy claire
    clara clare claudia clive cody colette colin collette connor conor corey courtney craig curtis cynthia daisie dan dana daniel
    daniela daniella danielle danny daphne daria darius darragh darren daryl dave david davina dawid debbie deborah declan deepa delroy
    denise dennis derek desmond dewi dhruv diana diane dillon dina dinesh divya dmitri dominic dominik donna doreen doris dorothy
    douglas duncan dwayne dylan ebony eddie edith edmund edna edward edwin eileen elaine eleanor elena elias elijah elisha eliza
    elizabeth ella elle ellen ellie elliot elliott elodie eloise elsa elsie emeka emilia emily emma emmanuel eoin erica erik erin ernest
    esme esmee esther ethan ethel euan eugene evan evelyn evie ewan ezra fabian faisal farah fareeha farhan farooq fatema fatima fatimah
    fatou felicity felix femi fergus filip fiona fletcher florence fran frances francesca francis frankie fraser fred freddie freddy
    frederick freya funmi gabriel gabriela gabriella gabrielle gareth gary gavin gemma geoff geoffrey george georgie georgina geraldine
    gerard gillian gina giovanni giulia gladys glenda glenn glenys gloria gordon graham grzegorz gulsen gurpreet gwen gwyneth habiba
    hadiya hafsa hakeem halima hamid hamza hana hannah haris harjit haroon harpreet harriet harrison harvey hasan haseeb hassan hayden
    hayley heather hector helen helena henry hermione hilary hollie howard hugh hugo humza hussain hussein ian ibrahim idris ieuan
    ifeoma igor ikram ilaria iman imogen imran inaaya ines ingrid ioana iqra irene irfan iris isaac isabel isabella isabelle isaiah isha
    ishaan isla ismail isobel ivan iwan izabela jacek jackie jacob jacqueline jacqui jaden jai jaiden jake jakub james jamie jamil
    jamila jana jane janet janice jared jasmin jasmine jason jaspreet javed jay jayde jayden jayne jayson jaz jeanette jed jeff jeffrey
    jemima jemma jenna jennifer jenny jenson jeremiah jeremy jermaine jerome jerry jess jesse jessica jessie jo joan joanna joanne jodie
    joe joel johan johanna john johnny jojo jolene jonah jonathan jonny jordyn jorge jose josef joseph josephine josh joshua josie joyce
    juan judith jules julia julian julie juliet juliette julius junaid justin justyna kacey kacper kai kaiden kailan kaiya kaleb kalvin
    kamal kamil kamila kamran kane karen karim karina karl karolina kasia katarzyna kate katherine kathleen kathryn kathy katie katrina
    katy katya kay kaya kayden kayla kaylee kayleigh kaylen keanu keeley keira keith kelechi kellie kelly kelsey kelvin ken kenneth
    kenny kenzie keri kevin khadija khadijah khalid khloe kian kiara kiera kieran kimberley kimberly kirsten kirstie kirsty kobe kofi
    krishna kristina krzysztof kuba kulvinder kwame kwasi kyan kye kyla kyle kylie kyra lacey lachlan laila lakshmi lara larissa larry
    lashawn latisha latoya laura lauren laurence lauryn lawrence layla layton leah leanne leighton leila lena lenny leo leon leona
    leonard leonie leroy lesley leslie levi lewis lexi lexie leyla liam liana lidia lilian lillian lillie lina linda lindsay lindsey
    lisa liz lizzie lloyd logan lois lola lorenzo lorna lorraine lottie lou louie louis louisa louise luca lucas lucia luciana lucie
    lucinda lucy luis luka lukas lukasz luke lydia lyla lynda lynette lynn lynne lynsey mabel macie maciej mackenzie maddie maddison
    madeleine madison magda magdalena maggie mahmoud mahnoor maia maisie malachi malak malcolm malgorzata malik mandy manjit manuel marc
    marcel marcia marcin marco marcus marek margaret maria mariah mariam mariama mariana marie marilyn mario marion marissa mariusz
    marjorie marlon marta martha martin martyn marvin mary maryam mateusz matilda matt matthew maureen maurice mavis maximilian maxine
    maya mckenzie meera megan mehmet mel melanie melissa melody mia micah michael michaela michal michele michelle miguel mihai mikaeel
    mikael mike mikey mikolaj mila milan millie milly milo mimi minahil miriam misbah mitchell moesha mohamed mohammad mohammed mohamud
    moira mollie molly monica monika monique muhammad muhammed muna murray musa mustafa mya myles mylo myra nabeel nadia nadine naeem
    naima naomi nasir nasreen nasrin natalia natalie natasha nathan nathaniel naveed nawal neil nell nellie nelson nevaeh ngozi nia
    niall niamh nicholas nicky nicola nicolas nicole nigel nihal nikita nikki nikola nina nisha noah noel noor nora noreen norma norman
    nour nusrat oisin oksana olamide olga oliver olivia oliwia ollie oluwaseun oluwaseyi omar omari orla orlaith oscar osman otis owain
    owen pamela paolo patricia patrick patrycja paul paula pauline pawel pedro peggy penelope perry pete peter petra phil philip
    philippa phillip phoebe pierre piotr pippa piyush priya quentin rabia rachael rachel radu rafael rafi raheem rahim rahul raj rajesh
    ralph raluca ramona ranjit raphael rashid raul rayan raymond reanne rebecca rebekah reece reem rees reggie regina rehan reilly remi
    renata renee reuben rhian rhiannon rhona rhonda rhys ria riaz ricardo richard ricky rico rihana rihanna rikesh riley rishi rita riya
    rizwan robbie robert roberta roberto rocco rochelle rodney roger rohan roisin roland romeo romy ronald ronan ronnie rory rosalind
    rosanna rosemary rosie ross roxanne roy ruben rudi rukhsana rupert russell rute ruth ryan ryder saad saba sabina sabrina sade sadia
    sadie saeed safa safiya sahar sahil saif saima saira sajid sakina saleem salim salma salman sam samantha sameer samina samir samira
    samiya sammie sammy samson samuel sana sandeep sandra sandy sanjay sanna saoirse sara sarah sasha saskia scott sean sebastian selina
    selma serena seth shabana shabnam shahid shaima shakira shamima shanaya shane shania shanice shannon sharon shaun shauna shawn
    shayla shayna sheila shelby shelley shelly sheryl shirley shivani shola shreya shyla sian sidra sienna simon simone simran sinead
    siobhan siân skyla sofia sofie solomon sonia sonny sonya sophia sophie stacey stacy stan stanislaw stanley stefan stefania steph
    stephanie stephen stephon steve steven stewart stuart sukhdeep suleman sultana sumaya sunil suraj susan susanna susie suzanne suzie
    svetlana sybil sylvia szymon tabitha taha tahir talia tamara tamika tamsin tania tanisha tanya tara tariq tasha tasnim tatiana tay
    tayla tayo teagan ted teddy tegan terence teresa terri terry tess tessa thea thelma theo theodore theresa thomas tia tiana tianna
    tiffany tilly tim timothy tina tobi tobias toby toluwani tom tomas tomasz tomek tommy toni tony tonya tracey tracy travis trevor
    tricia trisha tristan troy tunde tyra tyreece tyrell tyrese tyrone ugne umar urszula usman uzma valentina valeria valerie vanessa
    vera verity veronica vicki vickie vicky victor victoria vijay vikram viktor viktoria vincent vinny viola violetta vivian vivien
    vivienne vlad vladimir waleed walter waqas warren wayne wendy wesley wiktor wiktoria wilfred william wojciech xander xavier yahya
    yann yara yaseen yasin yasmeen yasmin yasmine yasser yolanda yosef youssef yuki yuliia yunus yuri yusef yusra yusuf yvette yvonne
    zac zach zachariah zachary zack zahid zahra zaid zain zainab zak zakariya zara zayd zayn zeeshan zehra zeinab zelda zena zeynep zoe
    zoey zofia zosia zubair zuzanna
    """.split()  # noqa: SIM905 - a list of words is read in a row
)
