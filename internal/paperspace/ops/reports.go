package ops

import "sync"

// Reports records the causes of failures that have been reported to the user, so that each
// cause is explained once. It is safe for concurrent use.
type Reports struct {
	mu      sync.Mutex
	byCause map[string]report
}

type report struct {
	summary string
	ended   bool
}

// Note records that a failure is reported under a summary. For the first report of a cause,
// first is empty. After that, it is the summary of the first report.
func (r *Reports) Note(cause, summary string) (first string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.note(cause, summary).summary
}

// NoteEnd is Note for a report that ends the run. It also reports whether an earlier report
// of the cause ended it.
func (r *Reports) NoteEnd(cause, summary string) (first string, ended bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, title := r.note(cause, summary), r.byCause[cause].summary
	r.byCause[cause] = report{title, true}
	return before.summary, before.ended
}

// note adds the report unless the cause has one, and returns the previous report. The
// caller must hold mu.
func (r *Reports) note(cause, summary string) report {
	before, known := r.byCause[cause]
	if !known {
		if r.byCause == nil {
			r.byCause = map[string]report{}
		}
		r.byCause[cause] = report{summary: summary}
	}
	return before
}

// Ended reports whether a report of the cause ends the run.
func (r *Reports) Ended(cause string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byCause[cause].ended
}
