package intent

import (
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// Matter says what a text is that nobody but a moderator can answer (ruling 48).
type Matter struct {
	// Asks is set for a question or a request, Fault for a report that something does
	// not work. Neither is set for a remark.
	Asks, Fault bool
}

// MatterOf finds out what a text is, by its words alone.
func MatterOf(said string) Matter {
	folded := text.Fold(said)
	return Matter{
		Asks:  questionMark.MatchString(said) || asking.MatchString(folded) || eitherOr(folded),
		Fault: fault.MatchString(folded),
	}
}

var (
	questionMark = regexp.MustCompile(`[?？]`)
	asking       = regexp.MustCompile(`吗|呢$|么$|嘛$|怎么|怎样|怎办|咋|如何|为什么|为啥|为何|凭什么|什么|啥|哪|几[个点号天次节期年位份]|多少|多久|多大|多长|谁|是否|能否|可否|有木有|` +
		`^请|请问|请教|帮[我忙]|麻烦|^求|求[个发带分链]|给[我个]|发[我下]|发一[下份个]|再发|补发|我要[^是求]|我想[要换改退看听报申买]|申请|退[钱款费课]|能不|可不|` +
		`(?:可以|能)[^。，,]{1,12}吧`)
	fault = regexp.MustCompile(`进不[去来了]|[打点]不开|[听看]不[到见了清]|没有?声音?|没画面|卡[住死顿得了]|[很好太老一直]卡|^卡+$|黑屏|白屏|闪退|掉线|断[线了]|连不上|登不[上了]|登录不了|` +
		`加载不|转圈|失败|报错|出错|失效|没反应|没有反应|[用点下传播放]不了|不能用|坏了|[收]不到|没收到|下载不了|扫不[了出上]|显示不|乱码|放不出|画面不动|故障|挂了|崩了|链接不对|不存在`)
)

// eitherOr reports whether a text asks by naming a thing and its contrary, such as
// 讲不讲 or 有没有.
func eitherOr(folded string) bool {
	r := []rune(folded)
	for i := 1; i+1 < len(r); i++ {
		if (r[i] == '不' || r[i] == '没') && r[i-1] == r[i+1] {
			return true
		}
	}
	return false
}
