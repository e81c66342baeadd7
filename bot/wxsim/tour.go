package wxsim

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Step is a step of the tour: what a guest does, and what to look at.
type Step struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
	// Button does the step.
	Button string `json:"button"`
	// Person is on whose phone it happens.
	Person int  `json:"person"`
	Done   bool `json:"done"`
}

// step is a step with what it does. byHand, if its kind is set, is an action of the
// tour's attendee that is the same.
type step struct {
	Step
	run    func(ctx context.Context) (Exchange, error)
	byHand Action
}

// guide makes the steps of the tour of a simulation.
type guide struct {
	sim *Sim
	Class
}

// tourLength is the number of steps of the tour.
const tourLength = 6

// Tour returns the steps of the tour. They follow the class: one without passphrase or
// packs has other steps instead.
func (s *Sim) Tour() []Step {
	out := []Step{}
	for _, t := range s.steps() {
		out = append(out, t.Step)
	}
	return out
}

// Play does a step of the tour. With skip it is only ticked off.
func (s *Sim) Play(ctx context.Context, id string, skip bool) (Exchange, error) {
	for _, t := range s.steps() {
		if t.ID != id {
			continue
		}
		var x Exchange
		if !skip {
			var err error
			if x, err = t.run(ctx); err != nil {
				return x, err
			}
		}
		s.finish(id)
		return x, nil
	}
	return Exchange{}, fmt.Errorf("the tour has no step %q", id)
}

func (s *Sim) finish(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.toured[id] = true
}

// tick ticks off the step that somebody did by hand.
func (s *Sim) tick(a Action) {
	for _, t := range s.steps() {
		if a.Kind == t.byHand.Kind && a.Kind != "" && a.Person == t.byHand.Person && a.Value == t.byHand.Value {
			s.finish(t.ID)
		}
	}
}

// steps returns the steps for the class that serves.
func (s *Sim) steps() []step {
	c := s.Class()
	if c.Name == "" {
		return nil // nothing is known of a class
	}
	out := guide{s, c}.steps()
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range out {
		out[i].Done = s.toured[out[i].ID]
	}
	return out
}

// steps returns what the class has, with the spare steps for what it does not have.
func (g guide) steps() []step {
	last := []step{g.askStep(), g.broadcastStep()}
	out := append(g.firstSteps(), g.lessonSteps()...)
	spare := g.spareSteps()
	for len(out)+len(last) < tourLength {
		out, spare = append(out, spare[0]), spare[1:]
	}
	return append(out, last...)
}

// said is a step in which the tour's attendee sends a text.
func (g guide) said(t Step, text string) step {
	a := Action{Kind: "text", Value: text}
	return step{Step: t, byHand: a, run: func(ctx context.Context) (Exchange, error) { return g.sim.Do(ctx, a) }}
}

func (g guide) firstSteps() []step {
	follow := Action{Kind: "follow", Label: followedLabel}
	return []step{{
		Step:   Step{ID: "follow", Title: "关注", Text: "学员A关注公众号，马上收到欢迎语。", Button: "让学员A关注"},
		byHand: follow, run: func(ctx context.Context) (Exchange, error) { return g.sim.Do(ctx, follow) },
	}, g.said(Step{
		ID: "signup", Title: "报名", Button: "让学员A报名",
		Text: fmt.Sprintf("学员A发「报名」，占一个席位。一共%d席，报满了排候补。", g.Seats),
	}, "报名")}
}

// followedLabel is what a phone shows when its owner follows the account.
const followedLabel = "你关注了公众号"

// lessonSteps are what happens in the class: the check-in and a pack.
func (g guide) lessonSteps() (out []step) {
	if g.Passphrase != "" {
		t := g.said(Step{
			ID: "checkin", Title: "签到", Button: "开播，让学员A签到",
			Text: fmt.Sprintf("时钟拨到%s，老师念出口令。学员A发口令「%s」。", clockWords(g.Checkin, g.Zone), g.Passphrase),
		}, g.Passphrase)
		say := t.run
		t.run = func(ctx context.Context) (Exchange, error) {
			g.sim.forward(ctx, g.Checkin)
			return say(ctx)
		}
		out = append(out, t)
	}
	if p, ok := g.claimable(); ok {
		outcome := "收到链接和提取码。"
		if p.Draw {
			outcome = "看有没有抽中。"
		}
		out = append(out, g.said(Step{
			ID: "claim", Title: "领资料", Button: "让学员A领" + p.ID,
			Text: fmt.Sprintf("学员A发「领取%s」（%s），%s", p.ID, p.Name, outcome),
		}, "领取"+p.ID))
	}
	return out
}

// spareSteps stand in for a check-in or a pack that the class does not have.
func (g guide) spareSteps() (out []step) {
	if g.Question != "" {
		out = append(out, g.said(Step{
			ID: "question", Title: "常见问题", Text: "学员A问「" + g.Question + "」，当场有答案。", Button: "让学员A问一句",
		}, g.Question))
	}
	return append(out, g.said(Step{
		ID: "mine", Title: "查进度", Text: "学员A发「我的」，看自己报上没有。", Button: "让学员A查进度",
	}, "我的"), g.said(Step{
		ID: "menu", Title: "菜单", Text: "学员A发「菜单」，看能做什么。", Button: "让学员A看菜单",
	}, "菜单"))
}

// clockWords says a time as people do.
func clockWords(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	return fmt.Sprintf("%d月%d日 %s", at.Month(), at.Day(), at.Format("15:04"))
}

// The moderator's part of the tour.
const (
	strayQuestion = "你们那边招实习生吗？"
	strayAnswer   = "谢谢关心！目前没有这个计划，有了会在公众号里说。"
	thanks        = "感谢报名，有问题可以继续发给我。"
)

// moderator is the number of the moderator among the people.
const moderator = 2

// askStep has the moderator answer what the bot cannot.
func (g guide) askStep() step {
	return step{
		Step: Step{
			ID: "ask", Title: "班主任回答", Person: moderator, Button: "问一句，让班主任答",
			Text: "学员A问一句它不会的，班主任群收到通知，班主任回「#答 编号 内容」，学员A收到回答。",
		},
		run: g.ask,
	}
}

// ask sends a question that nobody can have answered beforehand and answers it.
func (g guide) ask(ctx context.Context) (x Exchange, err error) {
	ticket := regexp.MustCompile(`[UH]\d+`)
	for _, words := range []string{strayQuestion, "人工"} { // a class may leave what it does not know unanswered
		group := g.sim.groups[0]
		_, before := g.sim.linesAfter(group, 0)
		if x, err = g.sim.Do(ctx, Action{Kind: "text", Value: words}); err != nil {
			return x, err
		}
		news, _ := g.sim.linesAfter(group, before)
		for _, l := range append(news, Line{Text: x.Text}) {
			if id := ticket.FindString(l.Text); id != "" {
				return g.sim.Do(ctx, Action{Person: moderator, Kind: "text", Value: "#答 " + id + " " + strayAnswer})
			}
		}
	}
	return x, errors.New("没有转给班主任：看学员A收到的回复")
}

// broadcastStep has the moderator send something to all who are registered.
func (g guide) broadcastStep() step {
	return step{
		Step: Step{
			ID: "broadcast", Title: "群发", Person: moderator, Button: "班主任群发",
			Text: fmt.Sprintf("班主任发「#群发 已报名 内容」，看过预览和人数再确认。人多时先试发%d人，等%d分钟没问题再发完。",
				g.Trial, int(g.TrialWait.Minutes())),
		},
		run: g.broadcast,
	}
}

// broadcast drafts a text, confirms it, and lets the trial's wait pass.
func (g guide) broadcast(ctx context.Context) (Exchange, error) {
	x, err := g.sim.Do(ctx, Action{Person: moderator, Kind: "text", Value: "#群发 已报名 " + thanks})
	if err != nil {
		return x, err
	}
	draft, people := regexp.MustCompile(`B\d+`).FindString(x.Text), regexp.MustCompile(`(\d+)人`).FindStringSubmatch(x.Text)
	if draft == "" || people == nil {
		return x, errors.New("没有发出：看班主任手机里的回复")
	}
	if x, err = g.sim.Do(ctx, Action{Person: moderator, Kind: "text", Value: "#确认 " + draft + " " + people[1]}); err != nil {
		return x, err
	}
	if n, err := strconv.Atoi(people[1]); err == nil && n > g.Trial {
		g.sim.Move(ctx, "", g.TrialWait+time.Second)
	}
	if g.sim.Settle != nil {
		return x, g.sim.Settle(ctx)
	}
	return x, nil
}
