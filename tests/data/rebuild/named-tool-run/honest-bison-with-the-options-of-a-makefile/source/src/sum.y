%{
int yylex(void);
void yyerror(const char *said);
%}
%token NUMBER
%%
sum: NUMBER | sum '+' NUMBER { $$ = $1 + $3; };
%%
