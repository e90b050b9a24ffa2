"""Reading files of units, people and posts into plans. `commands.bring_in` carries a plan out."""
