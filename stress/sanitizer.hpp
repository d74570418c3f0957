// sanitizer: which sanitizer watches. ThreadSanitizer delivers signals only where a program calls something that it
// intercepts; neither can follow all that the child of a fork does.
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

#if defined(__SANITIZE_ADDRESS__)
#define WYN_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WYN_ADDRESS_SANITIZER 1
#endif
#endif
#if !defined(WYN_ADDRESS_SANITIZER)
#define WYN_ADDRESS_SANITIZER 0
#endif
