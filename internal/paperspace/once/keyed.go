package once

import (
	"context"
	"sync"
)

// KeyedMutex is a set of locks, one for each key. The zero value is ready to use.
type KeyedMutex struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when the key is free
}

// Lock waits until the key is free and locks it. If ctx ends first, it returns the error of
// ctx.
func (k *KeyedMutex) Lock(ctx context.Context, key string) (unlock func(), err error) {
	for {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		k.mu.Lock()
		held, taken := k.held[key]
		if !taken {
			mine := make(chan struct{})
			if k.held == nil {
				k.held = map[string]chan struct{}{}
			}
			k.held[key] = mine
			k.mu.Unlock()
			return func() {
				k.mu.Lock()
				delete(k.held, key)
				k.mu.Unlock()
				close(mine)
			}, nil
		}
		k.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-held:
		}
	}
}
