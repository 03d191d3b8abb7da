int main(void)
{
    puts(_("Welcome"));
    printf(_("%s: cannot open file\n"), name);
    printf(ngettext("%d file\n", "%d files\n", n), n);
    /* TRANSLATORS: shown at the end */
    puts(_("Good bye, and come back"));
}
