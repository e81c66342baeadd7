package attendee

import (
	"context"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
)

// whichClass asks which class is meant, if several fit equally. ok is false if nothing has
// to be asked.
func whichClass(ctx context.Context, v *handlers.Visit, in intent.Intent) (r bot.Reply, ok bool, err error) {
	if v.Fit == nil || len(v.Fit.Among) < 2 || v.Person == nil {
		return nil, false, nil
	}
	switch in.Kind {
	case intent.RunCommand, intent.SuggestCommand, intent.Passphrase, intent.WrongPassphrase, intent.LateCheckin, intent.Answer:
	default:
		return nil, false, nil
	}
	list := bot.Choices{}
	var ids []string
	for _, class := range v.Fit.Among {
		s, live := handlers.FindClass(v.Live, class)
		if !live {
			continue
		}
		c := campaign.ClassChoice{Class: class, Concern: campaign.Subject(v.Fit.Concern), Key: v.Key}
		if v.Event == bot.EventClick {
			c.Words = strings.ReplaceAll(v.Arg, "\n", " ")
		}
		ids, list.Items = append(ids, c.ID()), append(list.Items, handlers.Dated(s, v.Live))
	}
	list.Lead = classLead(v, campaign.Subject(v.Fit.Concern))
	return list, true, v.Attendees.Dialogue.Offer(ctx, v.Person, ids, v.Arrived)
}

// classLead returns the words of the question which class is meant.
func classLead(v *handlers.Visit, concern campaign.Subject) string {
	return v.Texts.Render(content.KeyWhichClass, content.Vars{"内容": v.Texts.Render(concernText(concern), nil)})
}

// concernText returns the text that completes the question which class is meant.
func concernText(s campaign.Subject) content.Key {
	switch s {
	case intent.ConcernClaim:
		return content.KeyWhichClaim
	case intent.ConcernCheckin:
		return content.KeyWhichCheckin
	case intent.ConcernMakeup:
		return content.KeyWhichMakeup
	case intent.ConcernReport:
		return content.KeyWhichReport
	case intent.ConcernAsk:
		return content.KeyWhichAsk
	case intent.ConcernLeave:
		return content.KeyWhichLeave
	case intent.ConcernSignup:
		return content.KeyWhichSignup
	default:
		return content.KeyWhichQuestion
	}
}

// asAsked returns the visit with the message about which the sender was asked which class
// is meant, if they have chosen it. The question is used up.
func asAsked(ctx context.Context, v *handlers.Visit) (*handlers.Visit, error) {
	if v.Fit == nil || v.Fit.Asked == nil || v.Person == nil {
		return v, nil
	}
	asked := *v
	m := *v.Message
	m.Kind, m.Event, m.Arg, m.MenuID, m.Text, m.Folded = bot.KindText, "", "", "", v.Fit.Asked.Text, v.Fit.Asked.Folded
	asked.Message = &m
	if v.Limited != 0 || v.Control.Level >= campaign.StopAll {
		return &asked, nil // it is not carried out
	}
	return &asked, v.Attendees.Dialogue.TakeClass(ctx, v.Person, campaign.Subject(v.Fit.Concern), v.Arrived)
}

// named names the class of a reply, if the sender has to be told which it is. What stands
// above classes, or is about all of them, is not named.
func named(v *handlers.Visit, in intent.Intent, r bot.Reply) bot.Reply {
	if !v.Named {
		return r
	}
	switch in.Kind {
	case intent.StaffCommand, intent.LimitNotice, intent.StopNotice, intent.Greeting, intent.Dismiss, intent.AskWhich:
		return r
	default:
	}
	word := in.Command.Word
	if in.Kind == intent.Accept {
		word = in.Text
	}
	switch word {
	case "退订", "我的", "我的数据", "删除我的数据", "确认删除":
		return r
	}
	return handlers.Name(v.Snapshot, v.Live, r, v.Channel.MaxText)
}

// inEach answers for each class in which the sender has something, under its name, the one
// of the visit first, as many as there is room for.
func inEach(v *handlers.Visit, answer func(v *handlers.Visit) (bot.Reply, error)) (bot.Reply, error) {
	visits := handlers.EachOf(v)
	if len(visits) < 2 {
		return answer(visits[0])
	}
	said, left, size := []string{}, 0, 0
	for _, visit := range visits {
		r, err := answer(visit)
		if err != nil {
			return nil, err
		}
		words, _ := bot.Words(handlers.Head(visit.Snapshot, v.Live, r, 0))
		if len(said) > 0 && size+len(words) > eachMax {
			left++
			continue
		}
		size += len(words) + 2
		said = append(said, string(words))
	}
	if left > 0 {
		said = append(said, v.Texts.Render(content.KeyMyMore, content.Vars{"数": strconv.Itoa(left)}))
	}
	return bot.Text(strings.Join(said, "\n\n")), nil
}

// eachMax is the largest size in bytes of an answer about several classes: a reply holds
// 2,048.
const eachMax = 1900
