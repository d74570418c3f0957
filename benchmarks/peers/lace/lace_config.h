// The options of Lace, which its build would write here: all off.
