"""Family `administratief_proces`: the chain of messages between gemeente and aanbieder, of both laws together."""
