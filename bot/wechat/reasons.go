package wechat

// Reasons lists the reasons for which a push is not handled.
func Reasons() []string {
	return []string{
		"refused: method", "refused: signature", "refused: echostr", "refused: timestamp", "refused: timestamp outside the window",
		"refused: not the configured mode", "refused: body over 64 KiB", "refused: body cut off", "refused: malformed body",
		"refused: another body under the same signature", "refused: malformed message", "refused: key or appid",
		"refused: another account", "refused: no sender or type", "refused: openid",
		"closed: too many connections wait", "not acknowledged: too many messages in work",
		"not acknowledged: not committed in time", "not acknowledged: it failed",
	}
}

// note logs and counts the reason of a push that is not handled. It returns how often it
// came in this minute.
func (r *Receiver) note(reason string) (times int) {
	if r.Unhandled != nil {
		r.Unhandled(reason)
	}
	return r.often.note(reason)
}

// Open returns how many pushes with a valid signature wait for their answer.
func (r *Receiver) Open() int { return int(r.open.Load()) }
