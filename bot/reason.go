package bot

import (
	"encoding/json"
	"fmt"
)

// Reason says why a message got its reply, as it was decided then. It names commands, entries
// and packs by their ids and holds nobody's words, so that it is short and can be shown beside
// a reply whose words are gone.
type Reason struct {
	// Kind is what the sender was taken to want (intent.Kind).
	Kind string `json:"k"`
	// Command is the word of the command, Pack the pack that it was about.
	Command string `json:"c,omitempty"`
	Pack    string `json:"p,omitempty"`
	// Entries are the frequent questions that were answered or offered.
	Entries []string `json:"e,omitempty"`
	// Hits are those that the text was like, the best first; Confidence is how probable the
	// first one was, in percent, and Band what followed from that. Own is set for a text that is
	// word for word a wording.
	Hits       []ReasonHit `json:"h,omitempty"`
	Confidence int         `json:"o,omitempty"`
	Band       Band        `json:"b,omitempty"`
	Own        bool        `json:"w,omitempty"`
	// Blocked is set for a text with a blocked word.
	Blocked bool `json:"x,omitempty"`
	// Limit says how the rate limit applied; Wait is how many seconds its window had left.
	Limit ReasonLimit `json:"l,omitempty"`
	Wait  int         `json:"s,omitempty"`
	// Credits is how many messages the platform would have taken for the sender afterwards.
	Credits int `json:"q"`
	// Ticket is the ticket that came of it, as U12; Shelved how many waiting messages stood before
	// the reply.
	Ticket  string `json:"t,omitempty"`
	Shelved int    `json:"n,omitempty"`
	// Version begins the hash of the content that served.
	Version string `json:"v,omitempty"`
}

// ReasonHit is an entry or a command that a text was like; Score is 0 to 100.
type ReasonHit struct {
	ID    string `json:"i"`
	Score int    `json:"s"`
}

// ReasonLimit says how the rate limit applied to a message that was answered.
type ReasonLimit string

// How it applied: as to everybody, wider, or exceeded.
const (
	LimitUsual  ReasonLimit = ""      // it counted and was within the limit
	LimitWide   ReasonLimit = "wide"  // its words have a wider limit of their own
	LimitTold   ReasonLimit = "told"  // it was over, and its sender was told so
	LimitMuted  ReasonLimit = "muted" // it was over, and was carried out without a reply
	LimitExcept ReasonLimit = "none"  // it does not count
)

const (
	// ReasonHits is how many hits a reason holds.
	ReasonHits = 3
	// reasonMax is how many bytes a stored reason has at most; hits and entries are left out
	// before it is longer.
	reasonMax = 600
)

// EncodeReason encodes a reason for the journal, in at most 600 bytes; "" for none.
func EncodeReason(r *Reason) (string, error) {
	if r == nil || r.Kind == "" {
		return "", nil
	}
	b, err := json.Marshal(r)
	if err == nil && len(b) > reasonMax {
		short := *r
		short.Hits, short.Entries, short.Pack = nil, nil, ""
		b, err = json.Marshal(&short)
	}
	if err != nil {
		return "", fmt.Errorf("encode a reason: %w", err)
	}
	if len(b) > reasonMax {
		return "", nil
	}
	return string(b), nil
}

// DecodeReason decodes what EncodeReason returned; nil for nothing, or for what is no reason.
func DecodeReason(s string) *Reason {
	var r Reason
	if s == "" || json.Unmarshal([]byte(s), &r) != nil || r.Kind == "" {
		return nil
	}
	return &r
}
