"""Two accounts of one person, on two platforms: linked by a code and a yes of both, and parted again."""
