package doctor

import (
	"strings"

	"zhujiao/bot/doctor"
)

// secrets has the words about where secrets come from.
func secrets() map[doctor.Code]wording {
	return map[doctor.Code]wording{
		doctor.CodeSecretsNone: {"还没有设置", ""},
		doctor.CodeSecretsOpen: {"这台机器上谁都能读：%[1]s", "chmod 600 %[1]s，文件的主人改成运行 zhujiao 的用户。"},
	}
}

// origins says where each secret comes from.
func origins(facts []string) string {
	var out []string
	for line := range strings.SplitSeq(facts[0], "\n") {
		name, from, _ := strings.Cut(line, " ")
		kind, path, _ := strings.Cut(from, " ")
		switch kind {
		case "file":
			from = "文件 " + path
		case "service":
			from = "systemd " + path
		default:
			from = "环境变量"
		}
		out = append(out, name+"："+from)
	}
	return strings.Join(out, "；")
}
