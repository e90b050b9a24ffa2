"""Why not: each rule takes plain values and returns whole sentences, none when nothing is against it."""
