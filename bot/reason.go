package bot

import (
	"encoding/json"
	"strconv"
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
	// Blocked is set for a text with a blocked word, an insult and advertising.
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

// EncodeReason encodes a reason for the journal, in at most 600 bytes; "" for none. Every
// message has one, so it is written without reflection; it is what encoding/json would write.
func EncodeReason(r *Reason) string {
	if r == nil || r.Kind == "" {
		return ""
	}
	b := r.appendJSON(make([]byte, 0, reasonMax))
	if len(b) > reasonMax {
		short := *r
		short.Hits, short.Entries, short.Pack = nil, nil, ""
		b = short.appendJSON(b[:0])
	}
	if len(b) > reasonMax {
		return ""
	}
	return string(b)
}

// appendJSON appends a reason as JSON, its fields in the order of the struct.
func (r *Reason) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"k":`...), r.Kind)
	b = appendTextField(b, `,"c":`, r.Command)
	b = appendTextField(b, `,"p":`, r.Pack)
	b = r.appendLists(b)
	b = appendNumberField(b, `,"o":`, r.Confidence)
	b = appendNumberField(b, `,"b":`, int(r.Band))
	if r.Own {
		b = append(b, `,"w":true`...)
	}
	if r.Blocked {
		b = append(b, `,"x":true`...)
	}
	b = appendTextField(b, `,"l":`, string(r.Limit))
	b = appendNumberField(b, `,"s":`, r.Wait)
	b = strconv.AppendInt(append(b, `,"q":`...), int64(r.Credits), 10)
	b = appendTextField(b, `,"t":`, r.Ticket)
	b = appendNumberField(b, `,"n":`, r.Shelved)
	return append(appendTextField(b, `,"v":`, r.Version), '}')
}

// appendLists appends the entries and the hits of a reason.
func (r *Reason) appendLists(b []byte) []byte {
	for i, id := range r.Entries {
		b = append(b, separator(i, `,"e":[`)...)
		b = appendText(b, id)
	}
	if len(r.Entries) > 0 {
		b = append(b, ']')
	}
	for i, h := range r.Hits {
		b = append(b, separator(i, `,"h":[`)...)
		b = appendText(append(b, `{"i":`...), h.ID)
		b = append(strconv.AppendInt(append(b, `,"s":`...), int64(h.Score), 10), '}')
	}
	if len(r.Hits) > 0 {
		b = append(b, ']')
	}
	return b
}

// separator returns what stands before element i of a list, which begins with first.
func separator(i int, first string) string {
	if i == 0 {
		return first
	}
	return ","
}

// appendTextField appends a field of an object unless it is empty. name has all that stands
// before the value.
func appendTextField(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendText(append(b, name...), value)
}

// appendNumberField appends a field of an object unless it is 0.
func appendNumberField(b []byte, name string, value int) []byte {
	if value == 0 {
		return b
	}
	return strconv.AppendInt(append(b, name...), int64(value), 10)
}

// appendText appends a JSON string. Letters that encoding/json may escape are left to it.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(s) //nolint:errchkjson // a string has no error
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// DecodeReason decodes what EncodeReason returned; nil for nothing, or for what is no reason.
func DecodeReason(s string) *Reason {
	var r Reason
	if s == "" || json.Unmarshal([]byte(s), &r) != nil || r.Kind == "" {
		return nil
	}
	return &r
}
