"""The stock that a fictional cast is made of: names, places of work, towns. Any likeness is chance."""

FIRST = tuple(
    """
    Abena Adaeze Aisha Alma Amara Amina Anders Aneta Anika Anselm Arjun Aroha Ayumi Beatriz Benno Bettina Birgit
    Bram Callum Camila Carmen Cedric Chiara Chidi Clara Corinne Cosima Dalia Damian Dario Delphine Deniz Dmitri
    Edda Eileen Elif Elio Emeka Emre Enzo Esther Eun-ji Fabio Farah Fatou Felix Femi Fiona Florian Gaia Gareth
    Gideon Giulia Greta Grisel Gwen Hana Hanne Haruki Hector Hedda Hoang Ibrahim Ida Ilse Imani Ines Ingrid Isidro
    Ivo Jacinta Jada Jasper Javier Jelena Joaquin Jonas Jorge Joy Judit Jun Kadir Kaito Kamala Karim Katya Keiko
    Kenji Kofi Kwame Laila Lars Latoya Leandro Leila Leonie Lidia Lina Linh Lorna Lucia Luka Mabel Magda Malik
    Mara Marcel Mariam Marisol Marlon Mateo Maude Mei Mercedes Milan Mina Miriam Moira Nadia Naomi Nasrin Neema
    Nia Nikhil Niko Nora Obinna Odile Olga Olu Omar Orla Oskar Paloma Pavel Petra Philippa Pilar Priya Quentin
    Rafael Rahel Rajiv Ramona Rasa Renata Rhea Rocio Rohan Ronan Rosa Ruben Ruth Sabine Sadia Safiya Samir Sanjay
    Selma Seo-yeon Shira Sienna Simone Sofia Soren Stefan Sunita Sven Tadeo Talia Tamar Tariq Tereza Tessa Thandi
    Thea Tilda Tobias Tomasz Tuan Uma Urs Valeria Vera Viktor Vikram Wanda Wei Wilhelmina Xavier Ximena Yara Yasmin
    Yolanda Yuki Yusuf Zainab Zara Zdenka Zeynep Zoltan Zora
    """.split()
)
LAST = tuple(
    """
    Abbasi Abernathy Achterberg Adeyemi Agyeman Alcott-Reyes Alvarado Amberly Andrade Appiah Arslan Ashdown Aydin
    Baptiste Barlowe Baskerfield Becerra Bellweather Bergqvist Bhandari Birchwood Blomqvist Bosko Brannigan Brightley
    Calloway Carvalho Castellane Cavendar Chaudhry Chikwanha Coldwater Corrigan Cotswell Dalgaard Danforth Darzi
    Delacroix-Webb Demirel Deveraux Diallo Dombrowski Drummel Duarte Eberhart Ekwueme Ellingsworth Escobedo Eze
    Fairweather Farouk Fenwright Ferrante Figueroa Fjeldstad Foxhall Gallardo Ganesan Garrity Ghebre Gilchrist
    Goldfinch Gonsalves Grzybowski Guerrero Gupta-Lowe Hallorand Hamdan Harrowgate Hashimoto Hatherly Heikkinen
    Herrera Hinterland Hoang Holloway Horvat Huang Ibarra Ikeda Ingleby Iwasaki Jablonski Jaramillo Jimenez-Ross
    Kaminski Kapoor Karanja Kavanagh Kealoha Kettering Kimura Kobayashi Kovalenko Kwan Lachance Lagerfield Lantry
    Larkspur Leclair Lindqvist Llewellyn Lopes Lozano Mackey Madaki Maldonado Marchetti Mbeki-Stone Mcallen Medeiros
    Melendez Merriweather Mihailov Moreau Mukherjee Nakagawa Narayan Ndiaye Nightingale-Roy Nilsson Novakova Nwosu
    Obando Ocampo Odell Okafor Olawale Oquendo Ostrander Owusu Pacheco Palsson Papadakis Parkhurst Pasternack Penhallow
    Pereira Petrosyan Pham Pinckney Pomeroy Quarshie Quillfeather Quispe Rahimi Ramaswamy Ravenscroft Reinholt Rosario
    Rutherglen Saavedra Sadowski Salcedo Samaras Sandoval Sarkis Schreiner Seabright Senghor Shirazi Silvestri
    Sokolova Soto Stavros Stonebridge Suarez Sundaram Szabo Takahashi Tamayo Tanaka Tesfaye Thackerby Thornquist Tolliver
    Tran Trujillo Underhill Uribe Valdivia Vanterpool Varga Vasquez Velasco Villanueva Vintner Wainscott Wakefield
    Wanjiru Weatherby Whitlock Winterbourne Wojcik Wren Yamada Yarrow Yilmaz Zamora Zhao Zielinski Zuniga
    """.split()
)
TOWNS = (
    "Alder Cove, CT",
    "Ashbury, CT",
    "Birch Landing, CT",
    "Cedar Falls, CT",
    "East Quarry, CT",
    "Fallow Hill, CT",
    "Granby Mills, CT",
    "Harbor Point, CT",
    "Lower Meriton, CT",
    "Mill Brook, CT",
    "New Hartwell, CT",
    "North Salter, CT",
    "Old Wexford, CT",
    "Pine Orchard Bay, CT",
    "Quinebury, CT",
    "Ridge Hollow, CT",
    "Stony Ferry, CT",
    "West Thornbury, CT",
)
FAR_PLACES = (
    ("Los Angeles, CA", "America/Los_Angeles"),
    ("Chicago, IL", "America/Chicago"),
    ("London, UK", "Europe/London"),
)
HOME_ZONE = "America/New_York"
"""Of every town in `TOWNS`."""
WORKPLACES = (
    "Harbor Street Library",
    "Alder Cove Public Library",
    "Ashbury Free Library",
    "Birch Landing Community College Library",
    "Cedar Falls Children's Library",
    "Fallow Hill Historical Archive",
    "Granby Mills Library and Museum",
    "Lantern Lane Library",
    "Lower Meriton School District Libraries",
    "Mill Brook University Library",
    "New Hartwell City Library",
    "North Salter Law Library",
    "Old Wexford Hospital Library",
    "Quinebury Regional Library",
    "Ridge Hollow High School Library",
    "Stony Ferry Bookmobile",
    "The Paper Boat Reading Room",
    "West Thornbury Public Library",
)
SCHOOLS = (
    "Mill Brook School of Information",
    "Quinebury State Library Program",
    "Harbor Point Institute of Library Science",
)
"""Where those who study still are."""
TOPICS = (
    "cataloging",
    "children",
    "reference",
    "archives",
    "outreach",
    "technology",
    "leadership",
    "local_history",
)
GOALS = ("career_planning", "job_search", "leadership", "network", "skills")
STAGES = ("student", "early_career", "mid_career", "experienced")
"""What people name where a program's own questions offer no options."""
FRESH = ("student", "early", "new", "chang", "return", "entry")
"""Words in a career stage's key that speak of a beginning."""
