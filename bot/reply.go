package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Reply is the answer to a message. It is sealed, because channels must know every kind
// and the journal must be able to store it.
type Reply interface{ reply() }

// Text is a plain text. A channel shortens it to its own limit.
type Text string

// Choices is a text with numbered lines. A person chooses one by typing its number, or
// by tapping it where the channel shows buttons.
type Choices struct {
	// Lead is the text before the lines, Tail the text after them.
	Lead string `json:"lead"`
	// Items are the lines without their numbers, which start at 1.
	Items []string `json:"items"`
	Tail  string   `json:"tail,omitempty"`
}

// Words returns the choices as a text, for channels without buttons.
func (c Choices) Words() Text {
	var b strings.Builder
	b.WriteString(c.Lead)
	for i, item := range c.Items {
		fmt.Fprintf(&b, "\n%d %s", i+1, item)
	}
	if c.Tail != "" {
		b.WriteString("\n" + c.Tail)
	}
	return Text(b.String())
}

// Words returns a reply as a text, and false if it is not one.
func Words(r Reply) (Text, bool) {
	switch r := r.(type) {
	case Text:
		return r, true
	case Choices:
		return r.Words(), true
	default:
		return "", false
	}
}

// Picture is a picture that belongs to the bot.
type Picture struct {
	// File is the path relative to the folder of the campaign file. The channel
	// uploads the file and sends the platform's id of the upload.
	File string
}

// Transfer passes the conversation to the platform's customer service. It can answer a
// message, but not an event.
type Transfer struct{}

// Silence sends the person nothing; the platform learns that the message was handled.
type Silence struct{}

func (Text) reply()     {}
func (Choices) reply()  {}
func (Picture) reply()  {}
func (Silence) reply()  {}
func (Transfer) reply() {}

// ErrUnsupported is returned by a channel that cannot send a kind of reply.
var ErrUnsupported = errors.New("this channel cannot carry this kind of reply")

// EncodeReply encodes a reply for the journal: one letter for the kind, then the
// content. A nil reply is encoded as Silence.
func EncodeReply(r Reply) ([]byte, error) {
	switch r := r.(type) {
	case nil, Silence:
		return []byte{'-'}, nil
	case Transfer:
		return []byte{'k'}, nil
	case Text:
		return append([]byte{'t'}, r...), nil
	case Picture:
		return append([]byte{'p'}, r.File...), nil
	case Choices:
		b, err := json.Marshal(r)
		return append([]byte{'c'}, b...), err
	default:
		return nil, fmt.Errorf("encode reply of type %T: %w", r, ErrUnsupported)
	}
}

// DecodeReply is the inverse of EncodeReply.
func DecodeReply(b []byte) (Reply, error) {
	if len(b) == 0 {
		return nil, errors.New("decode reply: empty")
	}
	switch b[0] {
	case '-':
		return Silence{}, nil
	case 'k':
		return Transfer{}, nil
	case 't':
		return Text(b[1:]), nil
	case 'p':
		return Picture{File: string(b[1:])}, nil
	case 'c':
		var c Choices
		if err := json.Unmarshal(b[1:], &c); err != nil {
			return nil, fmt.Errorf("decode reply: %w", err)
		}
		return c, nil
	default:
		return nil, fmt.Errorf("decode reply: unknown kind %q", b[0])
	}
}
