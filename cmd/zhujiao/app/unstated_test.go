package app

import (
	"os"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/text"
	"zhujiao/cmd/zhujiao/sample"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// unstated are 55 questions about things that the sample's file does not state.
const unstated = `能带宠物吗
有没有字幕
听课要开摄像头吗
有手语翻译吗
讲课用普通话还是粤语
可以用iPad听吗
Mac能打开资料吗
手机没电了有充电的地方吗
现场有停车位吗
坐几号线地铁过去
管饭吗
有下午茶吗
能带小孩一起听吗
孕妇可以参加吗
多大年纪不能报
我妈六十了能听懂吗
听完发毕业证吗
算继续教育学分吗
证书国家承认吗
要交作业吗
作业谁批改
有没有结课考试
考不过能补考吗
老师是哪个大学毕业的
老师结婚了吗
老师的微信号是多少
能和老师合影吗
书能打折吗
书有电子版吗
可以寄签名书给我吗
包邮吗
资料有视频版吗
资料包有多少个G
资料能商用吗
面试题有答案吗
可以内推工作吗
包就业吗
能开增值税专票吗
花呗能分期吗
公司团报有优惠吗
学生证打几折
下雨了还上课吗
直播能倍速看吗
能不能连麦
会不会泄露我的手机号
要身份证号吗
为什么要填真实姓名
一个班配几个助教
穿什么衣服去
教室在几楼
有没有英文版
听力不好怎么办
国外能看直播吗
需要先装什么软件
要会写代码吗`

// TestUnstated asks the sample about what its file does not state. Nothing is answered as
// if the file said so; asking back, or a person, is right (R18).
func TestUnstated(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, sample.Files); err != nil {
		t.Fatal(err)
	}
	version, problems, err := content.Load(dir+"/"+sample.FileName, Vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(err, problems)
	}
	c := version.Campaign
	r := intent.New(c, handlers.ReaderTexts(c, version.Texts), attendee.Commands())
	n, missed := 0, 0
	for said := range strings.Lines(unstated) {
		said = strings.TrimSpace(said)
		n++
		m := &bot.Message{Kind: bot.KindText, Text: said, Folded: text.Fold(said)}
		switch in := intent.Resolve(r.Read(m), intent.State{Now: c.Start.Add(-time.Hour)}); in.Kind {
		case intent.Unknown, intent.Offer:
		case intent.Answer:
			if e, _ := c.Entry(in.Entry); e.Pending {
				break // a moderator gets it
			}
			t.Errorf("%s is answered by %s", said, in.Entry)
		default:
			missed++
			t.Logf("%s gets %s %s", said, in.Kind, in.Command.Word)
		}
	}
	if n != 55 || missed > 3 {
		t.Errorf("%d of %d questions are missed", missed, n)
	}
}
