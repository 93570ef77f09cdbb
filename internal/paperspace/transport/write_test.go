package transport

import (
	"slices"
	"testing"
)

// A shared list that was requested during a write can be as outdated as one from before it, so
// OnWrite's function is called before the first attempt and after the last one.
func TestWritesAreNotedOnBothSides(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		request Request
		steps   []step
		want    []int // the attempts so far at each note
	}{
		"a create":        {create(), []step{respond(200, `{"id":"x"}`)}, []int{0, 1}},
		"a rejection":     {create(), []step{respond(400, `{}`)}, []int{0, 1}},
		"a stop, retried": {stopIt(), []step{respond(503, ""), respond(200, "")}, []int{0, 2}},
		"a read":          {Request{Path: "/machines", Repeat: Read}, []step{respond(200, "{}")}, nil},
		"not sent":        {Request{Path: "machines", Method: "POST"}, nil, nil},
	} {
		s := &script{steps: c.steps}
		client := newTestClient(t, s)
		var first, second []int
		client.OnWrite(func() { first = append(first, len(s.seen)) })
		client.OnWrite(func() { second = append(second, len(s.seen)) })
		_ = client.Do(t.Context(), c.request, nil)
		if len(s.seen) != len(c.steps) || !slices.Equal(first, c.want) || !slices.Equal(second, c.want) {
			t.Errorf("%s: %d requests, noted after %v and %v, want %v", name, len(s.seen), first, second, c.want)
		}
	}
}
