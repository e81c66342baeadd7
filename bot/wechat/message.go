package wechat

import (
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
)

// newMessage turns a parsed push into the engine's message. sign is a keyed hash.
func newMessage(d document, encrypted bool, now time.Time, sign func(string) string) *bot.Message {
	m := &bot.Message{
		ID: d.get("MsgId"), From: bot.UserID(d.get("FromUserName")), Kind: kind(d.get("MsgType")),
		Encrypted: encrypted, At: now, Arrived: now,
		MediaID: d.get("MediaId"), MenuID: d.get("bizmsgmenuid"),
	}
	if sec, err := strconv.ParseInt(d.get("CreateTime"), 10, 64); err == nil && sec > 0 {
		m.At = time.Unix(sec, 0).In(now.Location())
	}
	switch m.Kind {
	case bot.KindText:
		m.Text = d.get("Content")
	case bot.KindImage:
		m.PictureURL = d.get("PicUrl")
	case bot.KindVoice:
		m.Text = d.get("Recognition")
	case bot.KindEvent:
		setEvent(m, d)
	default:
	}
	m.Key = key(m, d, sign)
	return m
}

func kind(msgType string) bot.Kind {
	switch k := bot.Kind(strings.ToLower(msgType)); k {
	case bot.KindText, bot.KindImage, bot.KindVoice, bot.KindVideo, bot.KindLocation, bot.KindLink, bot.KindEvent:
		return k
	case "shortvideo":
		return bot.KindVideo
	default:
		return bot.KindOther
	}
}

// setEvent sets the fields of an event. Event names come in several spellings (scan,
// SCAN) and are converted to lower case.
func setEvent(m *bot.Message, d document) {
	m.ID = ""
	m.Event = bot.Event(strings.ToLower(d.get("Event")))
	m.Arg = d.get("EventKey")
	if m.Event == bot.EventSubscribe || m.Event == bot.EventScan {
		m.Arg = strings.TrimPrefix(m.Arg, "qrscene_")
	}
	if m.Event == bot.EventMassFinished {
		m.Mass = massResult(d)
	}
}

// massResult reads the event MASSSENDJOBFINISH. A job that failed as a whole has no
// counts, not even of failures.
func massResult(d document) *bot.MassResult {
	n := func(name string) int {
		i, _ := strconv.Atoi(d.get(name)) // 0 if it is not a number
		return max(0, i)
	}
	r := &bot.MassResult{
		MsgID: d.get("MsgID"), Total: n("TotalCount"), Filtered: n("FilterCount"), Sent: n("SentCount"), Failed: n("ErrorCount"),
		Status: d.get("Status"),
	}
	if r.Approval = approvalOf(r.Status); r.Approval == bot.ApprovalWaiting {
		return r
	}
	if whole := strings.HasPrefix(r.Status, "err") || r.Status == "send fail"; whole && r.Sent == 0 {
		r.Failed = bot.AllFailed
	}
	return r
}

// key identifies a push: by MsgId, for events by sender, time, event and event key
// (ruling 5), for job results by the job. Keys that contain an openid are signed, so that
// nobody can tell from a key who sent the message.
func key(m *bot.Message, d document, sign func(string) string) string {
	if m.Kind != bot.KindEvent && m.ID != "" {
		return "m:" + m.ID
	}
	parts := []string{string(m.From), d.get("CreateTime"), string(m.Kind), string(m.Event), d.get("EventKey")}
	if job := d.get("MsgID"); job != "" && m.Kind == bot.KindEvent {
		parts = []string{string(m.Event), job}
		if m.Mass != nil && m.Mass.Approval == bot.ApprovalWaiting { // the result itself follows
			parts = append(parts, string(m.Mass.Approval))
		}
	} else if m.Kind != bot.KindEvent {
		parts = append(parts, d.get("Content"), m.MediaID)
	}
	return "e:" + sign("push\x00"+strings.Join(parts, "\x00"))
}
