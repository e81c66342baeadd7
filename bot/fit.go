package bot

// ClassFit says how a message came to its class while several are live. It is plain data,
// made before the unit, where it is compared with what is true by then.
type ClassFit struct {
	// Heard is how many messages of the sender were stored when the class was chosen.
	Heard int
	// Read are the readings of the message by class id, unmatched where they did not matter.
	Read map[string]Readings
	// Mine are the ids of the live classes in which the sender has something.
	Mine []string
	// Named is set if more than one class concerns the sender, so that replies have to
	// name theirs.
	Named bool
	// Among are the ids of the classes that fit equally: the sender is asked which is
	// meant. Concern is what the message is about.
	Among   []string
	Concern string
	// Asked is the message that the sender has been asked about, with its text, if they
	// have chosen the class by its number; nil else.
	Asked *Message
}
