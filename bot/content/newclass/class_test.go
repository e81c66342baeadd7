package newclass_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
)

// foreign is what nobody may read of the sample's class.
var foreign = regexp.MustCompile(`电商|刘志远|后台|Thaifintech|产品经理|\b99\b|99资|领取99|\b49\b|07-07|7月7日|ecom|8月7日|08-07|1ecom|8k2m`)

// fresh answers what has to be another one.
func fresh(t *testing.T, f *newclass.Form) {
	t.Helper()
	for _, a := range [][2]string{
		{"开始", "7月14日 19:00"},
		{"名称", "增长的底层逻辑"},
		{"讲师", "李雷，前某出行平台增长负责人"},
		{"要点", "增长是什么；指标怎么拆；实验怎么做；第一步做什么"},
		{"口令", "先拆指标"},
		{"资料包99", "增长入门包 69元 https://pan.example.com/new 提取码 7k2x"},
		{"资料包49", "不要"},
		{"主办", "增长小站"},
		{"原价", "129"},
	} {
		answer(t, f, newclass.Field(a[0]), a[1])
	}
}

// TestNothingOfTheLastClass makes a class of the sample: no word of the sample is in it,
// whatever is answered, and the check has nothing to say but what is still to be filled in.
func TestNothingOfTheLastClass(t *testing.T) {
	t.Parallel()
	for _, more := range [][]string{
		nil,
		{"文本:\n  nontext: 7月7日的课请打字\n  my: 你的进度在这里\n#", "数字菜单:"},
		{"\n# 答案和文本", "\n概念:\n  电商课: [电商公开课, 后台课]\n  课: [公开课, 讲座]\n# 答案和文本"},
		{"[reg-article, ", "[reg-0707, "},
		{`"5": 我的`, `"5": 适合谁听`},
		{"指令: 我的}]", "指令: 适合谁听}]"},
		{"目前已报名{已报}人", "刘老师的课目前已报名{已报}人"},
		{"可免费领取{签到包介绍}", "可免费领取{包名99}"},
	} {
		if more != nil && strings.HasPrefix(more[0], "文本") {
			more = []string{"\n# 答案和文本", "\n文本:\n  nontext: 7月7日的课请打字\n  human_closed: 先聊到这里\n# 答案和文本"}
		}
		f := form(t, lastClass(t, more...))
		fresh(t, f)
		file := string(f.Draft().YAML())
		if found := foreign.FindString(file); found != "" {
			t.Errorf("%v: 「%s」 is the last class's:\n%s", more, found, file)
		}
		_, problems, err := content.LoadFiles(map[string][]byte{"class.yaml": []byte(file), "blocked_words.txt": nil}, "class.yaml",
			known(), nextDay())
		if err != nil {
			t.Fatal(problems, file)
		}
		for _, p := range problems {
			if !strings.Contains(p.Text, "还待补") {
				t.Errorf("%v: %v", more, p)
			}
		}
		if n := strings.Count(file, "\n"); n > 60 {
			t.Errorf("%d lines:\n%s", n, file)
		}
	}
}

// TestPackStays keeps a pack of the last class: what its questions say about the last class
// does not stay because of that. Who has no introduction is named all the same.
func TestPackStays(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	fresh(t, f)
	answer(t, f, newclass.FieldLecturer, "韩梅梅")
	answer(t, f, "资料包99", "https://pan.example.com/new")
	c := f.Draft().Campaign
	if _, there := c.Pack("99"); !there {
		t.Error("the pack is gone")
	}
	if _, there := c.Entry("who"); there {
		t.Error("a question of the last class stays")
	}
	if e, _ := c.Entry("teacher"); e.Pending || !strings.Contains(e.Answer, "{讲师}") {
		t.Errorf("%+v", e)
	}
	var left []string
	for _, l := range f.Left() {
		left = append(left, l.Entry.ID+l.Word)
	}
	if len(left) != 2 || left[0] != "who" || !strings.HasPrefix(left[1], "我做线下零售") {
		t.Errorf("%v is left out", left)
	}
}

// TestTestCasesStay takes over the test cases of the entries that stay, but for those that name
// something of the last class.
func TestTestCasesStay(t *testing.T) {
	t.Parallel()
	last := lastClass(t)
	last.Campaign.Tests = []campaign.TestCase{
		{Question: "要不要钱呀", Want: "price"},
		{Question: "我这种人能听吗", Want: "who"},
		{Question: "刘志远教得好吗", Want: "teacher"},
		{Question: "老板是谁"},
		{Question: "几点呀", Want: "开课时间"},
	}
	f := form(t, last)
	fresh(t, f)
	answer(t, f, newclass.FieldLecturer, "韩梅梅")
	var got []string
	for _, c := range f.Draft().Campaign.Tests {
		got = append(got, c.Question+"→"+c.Want)
	}
	if want := "要不要钱呀→price 老板是谁→ 几点呀→开课时间"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	if !strings.Contains(string(f.Draft().YAML()), "应该: 不答") {
		t.Errorf("the file lacks a case:\n%s", f.Draft().YAML())
	}
}

// TestLecturerStays: what the last class was about is not what the new one is about because its
// lecturer has done that, too.
func TestLecturerStays(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	answer(t, f, "开始", "7月14日 19:00")
	answer(t, f, "名称", "供应链入门")
	answer(t, f, "要点", "一；二；三；四")
	c := f.Draft().Campaign
	if _, there := c.Entry("who"); there || !strings.Contains(c.LecturerIntro, "电商") {
		t.Errorf("whom the last class was for stays: %v, %q", there, c.LecturerIntro)
	}
}

// TestFewAnswers counts how often somebody is asked who changes everything.
func TestFewAnswers(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	given := map[newclass.Field]string{
		"名称": "增长的底层逻辑", "讲师": "李雷，前增长负责人", "要点": "一；二；三；四", "口令": "先拆指标",
		"资料包99": "增长入门包 69元 https://pan.example.com/new 提取码 7k2x", "资料包49": "不要",
	}
	n := 0
	for q, more := f.Next(); more; q, more = f.Next() {
		if n++; n > 12 {
			t.Fatalf("more than 12 questions; the last is %s", q.Field)
		}
		answer(t, f, q.Field, given[q.Field])
	}
	if len(f.Missing()) > 0 {
		t.Errorf("%v is missing", f.Missing())
	}
}

// TestOrderOfAnswers gives the same answers in any order: a form in a browser and questions in
// a terminal make the same file.
func TestOrderOfAnswers(t *testing.T) {
	t.Parallel()
	answers := [][2]string{
		{"开始", "7月14日 19:00"},
		{"时长", "90分钟"},
		{"名称", "增长的底层逻辑"},
		{"讲师", "李雷"},
		{"讲师介绍", "前增长负责人"},
		{"要点", "一；二"},
		{"口令", "先拆指标"},
		{"资料包99", "照旧"},
		{"资料包49", "不要"},
		{"提醒", "2小时"},
		{"签到时段", "19:00-20:40"},
		{"系列", "增长公开课"},
	}
	var first string
	for i := range 6 {
		f := form(t, lastClass(t))
		order := slices.Clone(answers)
		if i > 0 {
			rand.New(rand.NewPCG(uint64(i), 1)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		for _, a := range order {
			answer(t, f, newclass.Field(a[0]), a[1])
		}
		if file := string(f.Draft().YAML()); first == "" {
			first = file
		} else if file != first {
			t.Fatalf("%v: another file:\n%s\n%s", order, first, file)
		}
	}
}

// TestGoingBack takes an answer back: the form is as before it.
func TestGoingBack(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	fresh(t, f)
	before := string(f.Draft().YAML())
	answer(t, f, newclass.FieldSeats, "300")
	answer(t, f, newclass.FieldRest, "名额 时长")
	if q, _ := f.Next(); q.Field != newclass.FieldLength {
		t.Errorf("the next question is %s", q.Field)
	}
	f.Take(newclass.FieldRest)
	f.Take(newclass.FieldSeats)
	if after := string(f.Draft().YAML()); after != before {
		t.Errorf("the form is another one:\n%s", after)
	}
}

// TestFirstClass makes a class without one before it.
func TestFirstClass(t *testing.T) {
	t.Parallel()
	f := form(t, nil)
	given := map[newclass.Field]string{
		"开始": "7月14日 20:30", "名称": "SaaS 增长", "讲师": "李雷，前增长负责人", "主办": "增长小站", "要点": "一；二", "口令": "先拆指标",
		"资料包1": "增长入门包 69元", "资料包1链接": "https://pan.example.com/new 提取码 7k2x", "资料包1怎么领": "签到后领", "群二维码": "group.png 至7月20日",
	}
	for q, more := f.Next(); more; q, more = f.Next() {
		answer(t, f, q.Field, given[q.Field])
		if t.Failed() {
			return
		}
	}
	d := f.Draft()
	file := string(d.YAML())
	v, problems, err := content.LoadFiles(map[string][]byte{"class.yaml": []byte(file)}, "class.yaml", known(), nextDay())
	if err != nil || content.Errors(problems) > 0 {
		t.Fatal(problems, file)
	}
	c := v.Campaign
	if c.ID != "saas-20220714" || len(c.Packs) != 1 || c.Packs[0].ID != "69" || len(c.Reminders) != 3 ||
		c.Checkin.Close.Sub(c.End) != 15*time.Minute {
		t.Errorf("%s", file)
	}
	if e, _ := c.Entry("group"); e.Image != "group.png" || e.ImageUntil.Format(time.DateOnly) != "2022-07-20" {
		t.Errorf("%+v", e)
	}
	if n := strings.Count(file, "\n"); n > 60 {
		t.Errorf("%d lines:\n%s", n, file)
	}
}

// FuzzAnswers answers anything: nothing breaks, and what is taken is written and read again.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{"7月14日", "同上", "链接: https://x.example.com/1 提取码 8k2m", "一百二十", "没有", "{课名}", "\x00\n\t", "是: #不是", "“好”"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		form := form(t, lastClass(t))
		for _, q := range form.Questions() {
			_ = form.Answer(q.Field, s)
		}
		if form.Answer(newclass.FieldName, "课") != nil {
			return // it does not fit what was answered, and is asked for again
		}
		_ = form.Answer(newclass.FieldPhrase, "先拆指标")
		_ = form.Answer("资料包99", "不要")
		_ = form.Answer("资料包49", "不要")
		for _, q := range form.Missing() {
			if q.Kind == newclass.KindLinks {
				_ = form.Answer(q.Field, "https://pan.example.com/z")
			}
		}
		file := form.Draft().YAML()
		if _, problems, err := content.LoadFiles(map[string][]byte{"c.yaml": file, "blocked_words.txt": nil}, "c.yaml", known(),
			time.Time{}); err != nil {
			t.Errorf("%q: %v\n%s", s, problems, file)
		}
	})
}

// TestLinksAlone gives a pack of the last class other links by their own field, and adds a
// pack to those of the last class.
func TestLinksAlone(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	answer(t, f, newclass.FieldPhrase, "先拆指标")
	answer(t, f, "资料包49链接", "https://pan.example.com/other 提取码 1a2b")
	answer(t, f, "资料包99", "不要")
	answer(t, f, newclass.FieldRest, "加资料包")
	if q, _ := f.Next(); q.Field != newclass.FieldStart {
		t.Errorf("the next question is %s", q.Field)
	}
	answer(t, f, "资料包1", "增长入门包 69元 https://pan.example.com/new")
	packs := f.Draft().Campaign.Packs
	if len(packs) != 2 || packs[0].Mirrors[0].URL != "https://pan.example.com/other" || packs[0].Stock != 36 || packs[1].ID != "69" {
		t.Errorf("%+v", packs)
	}
	if near := f.Near("老师"); near != newclass.FieldLecturer {
		t.Errorf("老师 is %s", near)
	}
}
