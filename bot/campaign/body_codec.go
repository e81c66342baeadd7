package campaign

import (
	"encoding/json"
	"fmt"

	"zhujiao/bot"
)

// erasedQuote replaces erased words in notices that others have not read yet.
const erasedQuote = "……"

// WithoutQuote removes the words of another person from a body, because they were
// erased, and leaves the rest. changed is false if the body quotes nobody.
func WithoutQuote(b Body) (quoteless Body, changed bool) {
	switch b := b.(type) {
	case LecturerAnswer:
		b.Question = erasedQuote
		return b, true
	default:
		return b, false
	}
}

// EncodeBody turns a body into its kind and JSON; DecodeBody is its inverse.
func EncodeBody(b Body) (k NoticeKind, data string, err error) {
	out, err := json.Marshal(b)
	if err != nil {
		return "", "", fmt.Errorf("encode a notice of kind %q: %w", b.kind(), err)
	}
	return b.kind(), string(out), nil
}

// DecodeBody reads a body of a kind. The empty object, which is what erasing leaves
// of a row, is a body without facts.
func DecodeBody(k NoticeKind, data string) (Body, error) {
	decode, known := map[NoticeKind]func(string) (Body, error){
		NoticeReply: decodeAs[LateReply], NoticePicture: decodeAs[AnswerPicture], NoticePromoted: decodeAs[Promoted],
		NoticeMakeup: decodeAs[MakeupApproved], NoticeHuman: decodeAs[HumanAnswer], NoticeTalkEnded: decodeAs[TalkEnded],
		NoticeLink: decodeAs[LinkReplaced], NoticePack: decodeAs[PackServed], NoticeAnswered: decodeAs[LecturerAnswer],
		NoticeOnWall: decodeAs[QuestionOnWall], NoticeReminder: decodeAs[ReminderText], NoticePreview: decodeAs[BroadcastPreview],
		NoticeTest:   decodeAs[DeliveryTest],
		NoticeReport: decodeAs[BroadcastReport], NoticeUndelivered: decodeAs[Undelivered], NoticeTicketAlert: decodeAs[TicketAlert],
		NoticeEntryAlert: decodeAs[EntryAlert], NoticeNotBegunAlert: decodeAs[NotBegunAlert],
		NoticeLinkAlert: decodeAs[LinkAlert], NoticePictureAlert: decodeAs[PictureAlert],
		NoticeReminderAlert: decodeAs[ReminderAlert], NoticeBroadcastAlert: decodeAs[BroadcastAlert],
		NoticeLinkEndAlert: decodeAs[LinkEndAlert], NoticeShortageAlert: decodeAs[ShortageAlert], NoticeFileAlert: decodeAs[FileAlert],
		NoticeTakenBackAlert: decodeAs[TakenBackAlert], NoticeDrawGoneAlert: decodeAs[DrawGoneAlert],
		NoticeForwarded: decodeAs[QuestionForwarded], NoticeWaitingAlert: decodeAs[WaitingAlert],
		NoticeAccountAlert: decodeAs[AccountAlert], NoticeGateAlert: decodeAs[GateAlert],
	}[k]
	if !known {
		return nil, fmt.Errorf("a notice of unknown kind %q", k)
	}
	return decode(data)
}

func decodeAs[T Body](data string) (Body, error) {
	var b T
	if err := json.Unmarshal([]byte(data), &b); err != nil {
		return nil, fmt.Errorf("decode a notice of kind %q: %w", b.kind(), err)
	}
	return b, nil
}

// storedReply is a LateReply in JSON: the reply in the journal's own encoding.
type storedReply struct {
	Reply string `json:"reply,omitempty"`
}

// MarshalJSON implements json.Marshaler.
func (r LateReply) MarshalJSON() ([]byte, error) {
	encoded, err := bot.EncodeReply(r.Reply)
	if err != nil {
		return nil, err
	}
	return json.Marshal(storedReply{string(encoded)})
}

// UnmarshalJSON implements json.Unmarshaler.
func (r *LateReply) UnmarshalJSON(data []byte) error {
	var stored storedReply
	if err := json.Unmarshal(data, &stored); err != nil {
		return err
	}
	r.Reply = bot.Silence{}
	if stored.Reply == "" {
		return nil
	}
	var err error
	r.Reply, err = bot.DecodeReply([]byte(stored.Reply))
	return err
}
