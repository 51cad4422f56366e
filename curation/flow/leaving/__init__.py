"""What leaves: a data set, whole chats, or a conversation.

exporting    kept fragments -> data set, checked, searched for leaks, only then handed out
interchange  whole chats as ChatLab files; retelling: a chat as the review left it
chatting     the preview, and what may leave for a tuned model; serving: the preview as a gateway
"""
