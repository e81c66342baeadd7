package content

import regexp "zhujiao/bot/lazyregexp"

// sceneMax is the highest number of characters of a scene: WeChat's scene_str.
const sceneMax = 64

var scenePattern = regexp.MustCompile(`^[!-~]+$`)

// checkScenes checks the scenes of QR codes.
func checkScenes(report *problemList, n *node, scenes []string) {
	for i, scene := range scenes {
		if n == nil || n.kind != listNode || i >= len(n.items) || scene == "" {
			continue
		}
		if len([]rune(scene)) > sceneMax {
			report.errorAt(n.items[i], "二维码场景「"+shorten(scene, 20)+"」太长，最多64个字", "改短")
		} else if !scenePattern.MatchString(scene) {
			report.warnAt(n.items[i], "二维码场景「"+scene+"」里有空格、中文或全角字符，打印、统计时容易出错", "只用字母、数字和「-」，例如 reg-poster")
		}
	}
}
