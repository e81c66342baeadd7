package staff

import (
	"errors"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/handlers"
)

// say fills in a text of the content file.
func (c *command) say(key content.Key, v content.Vars) (bot.Reply, error) {
	return bot.Text(c.Texts.Say(key, c.Arrived, v)), nil
}

// sayUsage says how the command is written.
func (c *command) sayUsage() (bot.Reply, error) {
	pack, stocked := "编号", ""
	for i, p := range c.Campaign.Packs {
		if i == 0 {
			pack = p.ID
		}
		if p.Stock >= 0 && stocked == "" {
			stocked = p.ID
		}
	}
	if stocked == "" {
		stocked = pack
	}
	usage := strings.NewReplacer("{包}", pack, "{补货包}", stocked).Replace(c.usage)
	return c.say(content.KeyStaffUsage, content.Vars{"写法": usage})
}

// sayList fills in a text with as many lines of a list as fit, and with the length of
// the whole list.
func (c *command) sayList(key content.Key, lines []string, all int) (bot.Reply, error) {
	list := handlers.FitList(c.Texts, lines, all, content.KeyStaffInboxMore)
	return c.say(key, content.Vars{"数": strconv.Itoa(all), "列表": list})
}

// sayPage fills in a text with the page of a list that the command asks for, the first one
// without a number, and with the length of the whole list. A page holds as many lines as
// fit into a reply.
func (c *command) sayPage(key content.Key, lines []string, all int) (bot.Reply, error) {
	page := 1
	if len(c.args) > 0 {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(c.args[0], "第"), "页"))
		if err != nil || n < 1 {
			return c.sayUsage()
		}
		page = n
	}
	pages := handlers.Pages(lines)
	if page > len(pages) {
		return c.say(content.KeyStaffNoPage, content.Vars{"页": strconv.Itoa(page), "总": strconv.Itoa(len(pages))})
	}
	shown := 0
	for _, p := range pages[:page] {
		shown += len(p)
	}
	list := strings.Join(pages[page-1], "\n")
	if page < len(pages) {
		list += "\n" + c.Texts.Render(content.KeyStaffInboxNext, content.Vars{
			"数": strconv.Itoa(all - shown), "指令": c.word, "页": strconv.Itoa(page + 1),
		})
	}
	return c.say(key, content.Vars{"数": strconv.Itoa(all), "列表": list})
}

// refused returns the words for a refusal; any other error is returned as it is. name
// is what the moderator typed for the object of the command.
func (c *command) refused(err error, name string) (bot.Reply, error) {
	ref := c.ref(name)
	if blocked, ok := errors.AsType[*moderation.BlockedError](err); ok {
		return c.say(content.KeyStaffBlocked, content.Vars{"词": blocked.Word})
	}
	if long, ok := errors.AsType[*moderation.LongError](err); ok {
		return c.say(content.KeyStaffTooLong, content.Vars{"字数": strconv.Itoa(long.Runes), "数": strconv.Itoa(long.Max)})
	}
	if taken, ok := errors.AsType[*moderation.TakenError](err); ok {
		return c.say(content.KeyStaffTakenBy, content.Vars{"编号": ref.Name(), "名字": taken.By})
	}
	switch {
	case errors.Is(err, moderation.ErrDenied):
		return c.say(content.KeyStaffDenied, nil)
	case errors.Is(err, moderation.ErrNotFound):
		return c.say(content.KeyStaffNone, content.Vars{"编号": name})
	case errors.Is(err, moderation.ErrGone):
		return c.say(content.KeyStaffGone, content.Vars{"编号": ref.Name()})
	case errors.Is(err, moderation.ErrAlready):
		return c.say(content.KeyStaffDoneAlready, content.Vars{"编号": ref.Name()})
	case errors.Is(err, moderation.ErrNotAnswered):
		return c.say(content.KeyStaffNotAnswered, content.Vars{"编号": ref.Name()})
	case errors.Is(err, moderation.ErrTooLate):
		return c.say(content.KeyStaffUndoLate, content.Vars{"编号": ref.Name()})
	case errors.Is(err, moderation.ErrSelf):
		return c.say(content.KeyStaffQuestionSelf, content.Vars{"编号": strconv.Itoa(ref.Number)})
	case errors.Is(err, moderation.ErrNumber):
		return c.sayUsage()
	case errors.Is(err, moderation.ErrBadCode), errors.Is(err, moderation.ErrUnconfirmed):
		return c.say(content.KeyStaffCodeBad, nil)
	default:
		return nil, err
	}
}
