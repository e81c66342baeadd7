package handlers_test

import (
	"testing"

	"zhujiao/handlers"
)

// TestTone knows courtesy in its many forms, and does not take a question for it.
func TestTone(t *testing.T) {
	t.Parallel()
	for want, texts := range map[string][]string{
		"thanks": {
			"谢谢", "谢谢老师辛苦了", "收到啦谢谢老师", "好哒好哒谢谢班主任", "太感谢了", "辛苦各位老师了", "ok谢谢", "thankyousomuch", "唔该晒", "谢谢你的分享", "麻烦您了", "非常感谢大家",
		},
		"hello": {"你好", "老师您好", "在吗老师", "亲在吗", "有人在吗", "hi", "早上好呀", "老师好", "大家好呀", "助教您好"},
		"noted": {
			"好的", "好的好的", "收到", "嗯嗯", "ok", "666", "哈哈哈哈", "明白了老师", "好嘞", "知道啦", "太棒了", "老师好厉害", "我来了",
			"【收到不支持的消息类型,暂无法显示】", "没事了", "好的收到", "行吧", "讲得真好", "今天讲的太清楚了", "收获满满", "学到了很多", "老师讲得特别好学到了", "不好意思打扰了", "yyds",
		},
		"none": {
			"好了吗", "可以吗", "在哪", "谢谢怎么报名", "老师", "你", "几点开始", "好的那几点开始", "在哪里看", "知道在哪看吗", "收到资料了吗", "没收到", "行不行", "老师是谁", "我不来了", "的", "",
			"加油站", "我到了怎么进", "讲得好快", "讲得太细了跟不上", "精彩回放", "今晚直播", "学到什么", "感谢老师链接发一下", "老师辛苦了声音小", "不好意思没听清",
		},
	} {
		for _, s := range texts {
			if got := handlers.Tone(s); got != want {
				t.Errorf("%q has tone %s, want %s", s, got, want)
			}
		}
	}
}
