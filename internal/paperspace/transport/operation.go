package transport

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Operation is one operation of a user, such as the create of a machine with
// all its requests, and the secrets that it works with. A server might quote a
// secret in the response to a request that did not contain it: in the event of a
// failed create, or when it rejects the settings that follow. So every secret
// of the operation is hidden in everything that the operation prints or logs.
//
// The requests of the operation add their own secrets (see [Request.Secrets]),
// and [AddSecrets] adds those that no request contains. It is safe for
// concurrent use.
type Operation struct {
	mu      sync.Mutex
	secrets map[string]bool
}

type operationKey struct{}

// active are the operations that have begun and not ended. Operations that run
// at the same time share lists and polls, so that the error of one might quote
// the secret of another.
var active struct {
	mu         sync.Mutex
	operations map[*Operation]bool
}

// Begin returns a context for an operation. The caller must call end.
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

// AddSecrets adds secrets to the operation of ctx, if there is one.
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

// secretsOf returns the secrets of the operation of ctx so far.
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

// Hider returns a function that hides the secrets of this operation, and of
// those that run at the same time, in texts. It returns nil if there are none.
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
		lines := strings.Split(r.text(text), "\n") // the whole first, because a secret might have several lines
		for i, line := range lines {
			lines[i] = r.cut(line)
		}
		return strings.Join(lines, "\n")
	}
}

// Hide hides the secrets of the operation of ctx in a text for a log.
func Hide(ctx context.Context, text string) string {
	if o, ok := ctx.Value(operationKey{}).(*Operation); ok {
		if hide := o.Hider(); hide != nil {
			return hide(text)
		}
	}
	return text
}
