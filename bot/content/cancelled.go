package content

// PackState is the state of a pack for somebody, given its text: what a class that was
// cancelled keeps from them is no matter of registering or checking in.
func (t *Texts) PackState(key Key) string {
	switch key {
	case KeyStatusPackSignup, KeyStatusPackCheckin, KeyStatusPackMissed:
		if t.c.Cancelled {
			key = KeyStatusPackCancelled
		}
	default:
	}
	return t.Render(key, nil)
}

// whenCancelled returns the text that is said instead of another one about a class that was
// cancelled; "" for one that can be said all the same. No words of a file stand before it: they
// were written for a class that takes place.
func whenCancelled(key Key) Key {
	switch key {
	case KeyWelcome, KeyWelcomeShut, KeyWelcomeOver, KeyClassOver,
		KeyRegisterNotOpen, KeyRegisterClosed, KeyRegisterAlready, KeyRegisterBehind,
		KeyWaitlistAlready, KeyWaitlistEnded, KeyWaitlistPromoted,
		KeyCheckinEarly, KeyCheckinHow, KeyCheckinLate, KeyCheckinWrong,
		KeyPackNeedRegister, KeyPackWaitlisted, KeyPackWaitlistEnded, KeyPackNeedCheckin, KeyPackMissedCheckin,
		KeyAskHelp, KeyAskClosed, KeyTimeBefore, KeyTimeRunning, KeyTimeAfter:
		return KeyClassCancelled
	case KeyMenu:
		return KeyMenuCancelled
	case KeyMy:
		return KeyMyCancelled
	case KeyOptIn, KeyOptInSoon, KeyOptInLate, KeyOptInFar, KeyOptInTapped, KeyOptInUnable:
		return KeyOptInNone
	case KeyCourtesyThanks:
		return KeyCourtesyThanksOver
	default:
		return ""
	}
}
