// sanitizer: whether ThreadSanitizer watches. It delivers signals only where a program calls something that it intercepts,
// and cannot follow the child of a fork.
#pragma once

#if defined(__SANITIZE_THREAD__)
#define WYN_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WYN_THREAD_SANITIZER 1
#endif
#endif
#if !defined(WYN_THREAD_SANITIZER)
#define WYN_THREAD_SANITIZER 0
#endif
