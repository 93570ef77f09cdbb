package ops

import "sync"

// Reports are the causes of failures that have been reported to the user, so that one
// cause is explained once. It is safe for concurrent use.
type Reports struct {
	mu      sync.Mutex
	byCause map[string]report
}

type report struct {
	summary string
	ended   bool
}

// Note notes that a failure is reported under a summary, and whether the report ends
// the run. For the first report of a cause, first is empty. After that it is the
// summary of the first one, and ended reports whether an earlier one ends the run.
func (r *Reports) Note(cause, summary string, ends bool) (first string, ended bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byCause == nil {
		r.byCause = map[string]report{}
	}
	before, known := r.byCause[cause]
	if !known {
		r.byCause[cause] = report{summary, ends}
		return "", false
	}
	r.byCause[cause] = report{before.summary, before.ended || ends}
	return before.summary, before.ended
}

// Ended reports whether a report of the cause ends the run.
func (r *Reports) Ended(cause string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byCause[cause].ended
}
