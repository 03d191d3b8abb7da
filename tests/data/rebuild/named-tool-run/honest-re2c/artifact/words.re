/* Words. */
int word(const char *p)
{
    const char *YYMARKER;
    /*!re2c
        re2c:define:YYCTYPE = "unsigned char";
        re2c:define:YYCURSOR = p;
        re2c:yyfill:enable = 0;
        "one" { return 1; }
        "two" { return 2; }
        *     { return 0; }
    */
}
