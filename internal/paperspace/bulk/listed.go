package bulk

import (
	"context"
	"fmt"
	"iter"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// ListedOnly returns a source of objects that can only be listed. Each read requests another
// list, because a shared one might be older than the last write.
func ListedOnly[T paperspace.Gettable](noun string, list func(ctx context.Context) iter.Seq2[T, error]) Source[T] {
	return Source[T]{Noun: noun, List: list, Partial: true, Show: func(ctx context.Context, id string) (none T, err error) {
		op := fmt.Sprintf("read %s %s", noun, id)
		for t, err := range list(ctx) {
			if err != nil {
				// A "not found" is about the parent of the list and proves nothing about
				// the object.
				return none, paperspace.HideNotFound(err)
			}
			if paperspace.IDOf(t) == id {
				return t, nil
			}
		}
		return none, &paperspace.Error{Op: op, Kind: paperspace.ErrNotFound, Message: "the list does not contain it"}
	}}
}
