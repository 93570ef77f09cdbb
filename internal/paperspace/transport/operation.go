package transport

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
)

// An Operation collects the secrets of one Terraform operation, such as the create of a machine
// with all its requests. A server might quote a secret in the response to a request that did not
// contain it: in the event of a failed create, or when it rejects the settings that follow.
// Therefore, every secret of the operation is hidden in everything that the operation prints or
// logs.
//
// The requests of the operation add their own secrets (see [Request.Secrets]), and [AddSecrets]
// adds those that no request contains. An Operation is safe for concurrent use.
type Operation struct {
	mu      sync.Mutex
	secrets map[string]bool
}

type operationKey struct{}

// active holds the running operations. Operations that run at the same time share lists and
// polls, so the error of one might quote a secret of another.
var active struct {
	mu         sync.Mutex
	operations map[*Operation]bool
}

// Begin starts an operation and returns a context for it. The caller must call end.
func Begin(ctx context.Context) (operation context.Context, o *Operation, end func()) {
	o = &Operation{secrets: map[string]bool{}}
	active.mu.Lock()
	defer active.mu.Unlock()
	if active.operations == nil {
		active.operations = map[*Operation]bool{}
	}
	active.operations[o] = true
	return context.WithValue(ctx, operationKey{}, o), o, func() {
		active.mu.Lock()
		defer active.mu.Unlock()
		delete(active.operations, o)
	}
}

// AddSecrets adds secrets to the operation in ctx, if there is one.
func AddSecrets(ctx context.Context, secrets ...string) {
	if o, ok := ctx.Value(operationKey{}).(*Operation); ok {
		o.add(secrets)
	}
}

func (o *Operation) add(secrets []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range secrets {
		if worthHiding(s) {
			o.secrets[s] = true
		}
	}
}

// secretsOf returns the secrets that the operation in ctx has so far.
func secretsOf(ctx context.Context) []string {
	o, ok := ctx.Value(operationKey{}).(*Operation)
	if !ok {
		return nil
	}
	return o.all()
}

func (o *Operation) all() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Collect(maps.Keys(o.secrets))
}

// Hider returns a function that hides the secrets of o and of all other running operations in
// a text. It returns nil if there are no secrets.
func (o *Operation) Hider() func(text string) string {
	active.mu.Lock()
	all := []*Operation{o}
	for other := range active.operations {
		if other != o {
			all = append(all, other)
		}
	}
	active.mu.Unlock()
	var secrets []string
	for _, each := range all {
		secrets = append(secrets, each.all()...)
	}
	if len(secrets) == 0 {
		return nil
	}
	r := newRedactor(secrets)
	return func(text string) string {
		lines := strings.Split(r.text(text), "\n") // first the whole text, because a secret might have several lines
		for i, line := range lines {
			lines[i] = r.cut(line)
		}
		return strings.Join(lines, "\n")
	}
}

// Hide hides the secrets of the operation in ctx, and of those running at the same time, in a
// text for a log.
func Hide(ctx context.Context, text string) string {
	if o, ok := ctx.Value(operationKey{}).(*Operation); ok {
		if hide := o.Hider(); hide != nil {
			return hide(text)
		}
	}
	return text
}
