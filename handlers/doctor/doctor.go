package doctor

import (
	"fmt"
	"strings"

	"zhujiao/bot/doctor"
)

// Line is the result of a check in words.
type Line struct {
	// Name is the check, State one of 好, 提醒, 坏 and 不知道.
	Name  string `json:"name"`
	State string `json:"state"`
	// Found is what the check found, Todo one sentence of what to do; empty for nothing.
	Found string `json:"found"`
	Todo  string `json:"todo"`
}

// Page is a report in words.
type Page struct {
	// Verdict is 好, 提醒 or 坏.
	Verdict string `json:"verdict"`
	Checks  []Line `json:"checks"`
}

// Words says a report.
func Words(r doctor.Report) Page {
	p := Page{Verdict: State(r.Verdict()), Checks: make([]Line, len(r))}
	for i, x := range r {
		found, todo := say(x.Finding)
		p.Checks[i] = Line{Name(x.Name), State(x.State), found, todo}
	}
	return p
}

// Verdict is the last line of a report.
func Verdict(r doctor.Report) string {
	unknown := ""
	if n := r.Count(doctor.Unknown); n > 0 {
		unknown = fmt.Sprintf("；有%d项没能看", n)
	}
	switch r.Verdict() {
	case doctor.Bad:
		return fmt.Sprintf("结论：坏。有%d处要先改好，从上往下改，改完再跑一次%s。", r.Count(doctor.Bad), unknown)
	case doctor.Notice:
		return fmt.Sprintf("结论：提醒。可以用，有%d处要知道%s。", r.Count(doctor.Notice), unknown)
	case doctor.Good, doctor.Unknown:
	}
	return "结论：好" + unknown + "。"
}

// Text is a page for a terminal: a line for each check, and below it what to do.
func (p Page) Text() string {
	var b strings.Builder
	for _, l := range p.Checks {
		fmt.Fprintf(&b, "[%s] %s：%s\n", l.State, l.Name, l.Found)
		if l.Todo != "" {
			fmt.Fprintf(&b, "    → %s\n", l.Todo)
		}
	}
	return b.String()
}

// State is the word for a state.
func State(s doctor.State) string {
	switch s {
	case doctor.Good:
		return "好"
	case doctor.Notice:
		return "提醒"
	case doctor.Bad:
		return "坏"
	case doctor.Unknown:
	}
	return "不知道"
}

// say returns what was found and what to do, in words.
func say(f doctor.Finding) (found, todo string) {
	facts := make([]any, len(f.Facts))
	for i, x := range f.Facts {
		facts[i] = x
	}
	switch f.Code { //nolint:exhaustive // the others have their words in wordings
	case doctor.CodeSkipped:
		return skipped(f), ""
	case doctor.CodeSettingsBad:
		return settings(f.Facts)
	case doctor.CodeSecretsGood:
		return origins(f.Facts), ""
	case doctor.CodeTokenAddress:
		return address(f.Facts)
	case doctor.CodeClockOff:
		facts[0] = ahead(f.Facts[0])
	case doctor.CodeQuotaGood, doctor.CodeQuotaLow, doctor.CodeQuotaSpent, doctor.CodeAccountLess:
		last := len(facts) - 1
		facts[last] = calls(f.Facts[last])
	}
	w := wordings()[f.Code]
	return fill(w.found, facts), fill(w.todo, facts)
}

// fill fills in the facts that a wording names.
func fill(words string, facts []any) string {
	if !strings.Contains(words, "%[") {
		return words
	}
	return fmt.Sprintf(words, facts...)
}

// skipped says why a check did not run.
func skipped(f doctor.Finding) string {
	if len(f.Facts) == 0 {
		return "没有看"
	}
	return "没有看：要先把「" + Name(doctor.Name(f.Facts[0])) + "」弄好"
}

// address says that this machine is not on the list of the account.
func address(facts []string) (found, todo string) {
	if facts[0] == "" {
		return "这台机器的 IP 不在公众号的 IP 白名单里（40164）",
			"在公众平台「设置与开发 → 基本配置 → IP白名单」加上这台机器出去时用的 IP，几分钟后生效。"
	}
	return "这台机器的 IP " + facts[0] + " 不在公众号的 IP 白名单里（40164）",
		"在公众平台「设置与开发 → 基本配置 → IP白名单」加上 " + facts[0] + "，几分钟后生效。"
}

// ahead says by how much the clock is wrong.
func ahead(seconds string) string {
	if s, behind := strings.CutPrefix(seconds, "-"); behind {
		return "慢了" + s + "秒"
	}
	return "快了" + strings.TrimPrefix(seconds, "+") + "秒"
}

// calls names calls of the platform.
func calls(s string) string {
	return strings.NewReplacer(
		"/cgi-bin/message/custom/send", "客服消息", "/cgi-bin/message/mass/send", "群发", "/cgi-bin/user/get", "读关注者",
		"/cgi-bin/media/upload", "传图片", ", ", "、",
	).Replace(s)
}

// settings says which variables are missing or wrong, and for each what to write.
func settings(facts []string) (found, todo string) {
	missing, wrong := strings.Fields(facts[0]), strings.Fields(facts[1])
	var parts, steps []string
	if len(missing) > 0 {
		parts = append(parts, strings.Join(missing, "、")+" 没有设置")
	}
	if len(wrong) > 0 {
		parts = append(parts, strings.Join(wrong, "、")+" 写得不对")
	}
	for _, v := range append(missing, wrong...) {
		steps = append(steps, v+" "+variable(v))
	}
	return strings.Join(parts, "；"), strings.Join(steps, "；") + "。"
}

// variable says what to write into a setting.
func variable(name string) string {
	words := map[string]string{ //nolint:gosec // what to write, no passwords
		"ZHUJIAO_CAMPAIGN":                  "写活动文件或文件夹的路径",
		"ZHUJIAO_LISTEN":                    "写成 127.0.0.1:8080 这样",
		"ZHUJIAO_DATA":                      "写一个这个程序能写的目录",
		"ZHUJIAO_DATABASE_URL":              "写成 postgres://用户:密码@主机:5432/库，或者不设，用自带的数据库",
		"ZHUJIAO_REDIS_URL":                 "写成 redis://主机:6379/0，或者不设",
		"ZHUJIAO_METRICS":                   "写成 127.0.0.1:9464 这样，或者不设",
		"ZHUJIAO_PPROF":                     "写成 127.0.0.1:6060 这样，只能是本机，或者不设",
		"ZHUJIAO_LOG":                       "写 json 或 text，或者不设",
		"ZHUJIAO_LAB":                       "不要设，它只用于测试",
		"ZHUJIAO_WECHAT_ACCOUNT":            "写 service、subscription、unverified 或 test",
		"ZHUJIAO_WECHAT_APPID":              "从公众平台「基本配置」复制开发者ID(AppID)",
		"ZHUJIAO_WECHAT_SECRET":             "从公众平台「基本配置」复制开发者密码(AppSecret)",
		"ZHUJIAO_WECHAT_TOKEN":              "写公众平台「服务器配置」里的令牌(Token)",
		"ZHUJIAO_WECHAT_ORIGINAL_ID":        "从「公众号设置」复制原始ID（gh_ 开头）",
		"ZHUJIAO_WECHAT_API_URL":            "不要设，除非走代理",
		"ZHUJIAO_WECOM_API_URL":             "不要设，除非走代理",
		"ZHUJIAO_ROBOTS":                    "写成 staff=KEY,class=KEY，KEY 是机器人地址里 key= 后面的部分",
		"ZHUJIAO_PUBLIC_URL":                "写大家打开这台服务器的网址，比如 https://your.host",
		"ZHUJIAO_WECHAT_SUBSCRIBE_TEMPLATE": "写一次性订阅模板的ID，不用就不设",
		"ZHUJIAO_TRUSTED_PROXIES":           "写前面代理的地址或网段，比如 127.0.0.1,10.0.0.0/8，没有代理写 none",
		"ZHUJIAO_TLS_HOST":                  "写这台服务器的域名，比如 class.example.com；证书用文件就不设",
		"ZHUJIAO_TLS_CERT":                  "写证书文件的路径（PEM，带上中间证书），和 ZHUJIAO_TLS_KEY 一起",
		"ZHUJIAO_TLS_KEY":                   "写证书私钥文件的路径，和 ZHUJIAO_TLS_CERT 一起",
		"ZHUJIAO_TLS_REDIRECT":              "写成 :80 这样，或者写 none",
		"ZHUJIAO_TLS_DIRECTORY":             "不要设，除非证书不是 Let's Encrypt 发的",
	}
	if w := words[name]; w != "" {
		return w
	}
	return "照 README 的说明写"
}

// Name is the name of a check.
func Name(n doctor.Name) string {
	return map[doctor.Name]string{
		doctor.Settings: "配置", doctor.Secrets: "密钥从哪来",
		doctor.Campaign: "活动文件", doctor.Data: "数据目录", doctor.Disk: "磁盘空间", doctor.Database: "数据库",
		doctor.Redis: "Redis", doctor.API: "微信接口", doctor.Clock: "时钟", doctor.Token: "访问凭证",
		doctor.Account: "公众号能做什么", doctor.Quota: "今天的额度", doctor.Mode: "消息加解密方式", doctor.AESKey: "EncodingAESKey",
		doctor.Serving: "正在运行的程序", doctor.Callback: "服务器地址（/wechat）", doctor.Public: "公开网址", doctor.Zones: "时区数据",
		doctor.Fonts: "中文字体",
	}[n]
}
