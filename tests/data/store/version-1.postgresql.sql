CREATE TABLE public.artifact (
    id bigint NOT NULL,
    release_id bigint,
    sha256 bytea NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL
);

CREATE SEQUENCE public.artifact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.artifact_id_seq OWNED BY public.artifact.id;

CREATE TABLE public.attestation (
    ledger_id bigint NOT NULL,
    "position" integer NOT NULL,
    form text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    predicate text COLLATE pg_catalog."C",
    signed_at bigint,
    signer text COLLATE pg_catalog."C",
    publisher text COLLATE pg_catalog."C",
    workflow text COLLATE pg_catalog."C",
    commit bytea
);

CREATE TABLE public.blob (
    id bigint NOT NULL,
    sha256 bytea NOT NULL,
    git bytea NOT NULL
);

CREATE SEQUENCE public.blob_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.blob_id_seq OWNED BY public.blob.id;

CREATE TABLE public.custody (
    ledger_id bigint NOT NULL,
    after text COLLATE pg_catalog."C",
    after_commit bytea,
    until bytea NOT NULL,
    is_lower_bound boolean NOT NULL,
    commits_reviewed bigint NOT NULL,
    commits_claimed bigint NOT NULL,
    commits_unreviewed bigint NOT NULL,
    lines_reviewed bigint,
    lines_claimed bigint,
    lines_unreviewed bigint
);

CREATE TABLE public.custody_commit (
    ledger_id bigint NOT NULL,
    "position" integer NOT NULL,
    commit bytea NOT NULL,
    author text NOT NULL COLLATE pg_catalog."C",
    committer text NOT NULL COLLATE pg_catalog."C",
    "time" bigint NOT NULL,
    subject text NOT NULL COLLATE pg_catalog."C",
    standing text NOT NULL COLLATE pg_catalog."C",
    way text NOT NULL COLLATE pg_catalog."C",
    lines bigint,
    evidence text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.detail (
    id bigint NOT NULL,
    digest bytea NOT NULL,
    detail text NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE public.detail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.detail_id_seq OWNED BY public.detail.id;

CREATE TABLE public.entry (
    ledger_id bigint NOT NULL,
    "position" integer NOT NULL,
    path_id bigint NOT NULL,
    blob_id bigint NOT NULL,
    source_path_id bigint,
    detail_id bigint,
    mode integer NOT NULL,
    size bigint,
    grade text NOT NULL COLLATE pg_catalog."C",
    reach text NOT NULL COLLATE pg_catalog."C",
    explainer text COLLATE pg_catalog."C"
);

CREATE TABLE public.finding (
    ledger_id bigint NOT NULL,
    "position" integer NOT NULL,
    area text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    holds boolean,
    weight text COLLATE pg_catalog."C",
    message text NOT NULL COLLATE pg_catalog."C",
    paths text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.identity (
    ledger_id bigint NOT NULL,
    rung text NOT NULL COLLATE pg_catalog."C",
    why_not text NOT NULL COLLATE pg_catalog."C",
    trust_root text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.ledger (
    id bigint NOT NULL,
    artifact_id bigint NOT NULL,
    digest bytea NOT NULL,
    is_latest boolean NOT NULL,
    recorded double precision NOT NULL,
    tool text NOT NULL COLLATE pg_catalog."C",
    verdict text NOT NULL COLLATE pg_catalog."C",
    source_kind text COLLATE pg_catalog."C",
    source_url text COLLATE pg_catalog."C",
    source_ref text COLLATE pg_catalog."C",
    source_subdir text COLLATE pg_catalog."C",
    commit bytea,
    files bigint NOT NULL,
    bytes bigint NOT NULL,
    residue_files bigint NOT NULL,
    residue_bytes bigint NOT NULL,
    document bytea NOT NULL
);

CREATE SEQUENCE public.ledger_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.ledger_id_seq OWNED BY public.ledger.id;

CREATE TABLE public.path (
    id bigint NOT NULL,
    digest bytea NOT NULL,
    path text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE public.path_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.path_id_seq OWNED BY public.path.id;

CREATE TABLE public.release (
    id bigint NOT NULL,
    ecosystem text NOT NULL COLLATE pg_catalog."C",
    project text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE public.release_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.release_id_seq OWNED BY public.release.id;

CREATE TABLE public.skip (
    ledger_id bigint NOT NULL,
    "position" integer NOT NULL,
    area text NOT NULL COLLATE pg_catalog."C",
    "check" text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.tallystick_store (
    version integer NOT NULL,
    tool text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.total (
    ledger_id bigint NOT NULL,
    grade text NOT NULL COLLATE pg_catalog."C",
    files bigint NOT NULL,
    bytes bigint NOT NULL
);

ALTER TABLE ONLY public.artifact ALTER COLUMN id SET DEFAULT nextval('public.artifact_id_seq'::regclass);

ALTER TABLE ONLY public.blob ALTER COLUMN id SET DEFAULT nextval('public.blob_id_seq'::regclass);

ALTER TABLE ONLY public.detail ALTER COLUMN id SET DEFAULT nextval('public.detail_id_seq'::regclass);

ALTER TABLE ONLY public.ledger ALTER COLUMN id SET DEFAULT nextval('public.ledger_id_seq'::regclass);

ALTER TABLE ONLY public.path ALTER COLUMN id SET DEFAULT nextval('public.path_id_seq'::regclass);

ALTER TABLE ONLY public.release ALTER COLUMN id SET DEFAULT nextval('public.release_id_seq'::regclass);

INSERT INTO public.artifact VALUES (1, 1, '\xb372a580329729b86f8a9a9cfdf8e8eae373046684ed840453b9c9b13c6fce77', 'liblike-1.2.tar.gz', 'sdist', 123456);
INSERT INTO public.artifact VALUES (2, 2, '\x27600afb7fb4131e5e5095105d2eb48f8dc12305b4d1ebbfc0fc62cdbdedc86b', 'rebuilt-1.0-py3-none-any.whl', 'sdist', 123456);
INSERT INTO public.artifact VALUES (3, 3, '\x7b5ab2655daed98939469ef2fb9b576e71da33bcaecf51c29d03d374df1f7289', 'six-1.17.0.tar.gz', 'sdist', 123456);
INSERT INTO public.artifact VALUES (4, 4, '\xcfb75a8611a8cc28dcd8151d00ae9d4e420413585910d78985ee27abdcb36958', 'xz-5.6.1.tar.gz', 'tarball', 123456);
INSERT INTO public.artifact VALUES (5, 5, '\x4a4e49730351ee94dec3b3c7a740ae725fe92347ccdf210f96bb406bf9c805cc', 'lxml-5.3.0.tar.gz', 'sdist', 123456);
INSERT INTO public.artifact VALUES (6, NULL, '\xf38a077fed6b808e019a3b8a85b710efdfe33e5f5cf2bb738e455b8c0baa99c3', '<script>alert(1)</script></style><img src=x onerror=alert(1)>]]><!-- -->a|b|c`code` ``more`` ```fence[31mred[0m]8;;http://evil.examplelinkinnocent‮gnp.exetwo
lines
of textand morebytes\xff\x80 and \ud800[red]markup[/red] [link=http://evil.example]x[/link][click](http://evil.example) ![x](http://evil.example/x.png)@everyone https://evil.example www.evil.example #1zero​width️ㅤ󠄁back\\slash \\x1b \\{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}../../etc/passwd/absolute//path', 'sdist', 123456);
INSERT INTO public.artifact VALUES (7, 6, '\x95bc63edf831bc26846074462e8ea94c29d335e1aeb59f3563a6b9413920c302', 'empty-1.0.tar.gz', 'sdist', 123456);
INSERT INTO public.artifact VALUES (8, 7, '\x5441d81851a4cb7c54d134722730546de2aa347a4514e7028ed286fb0a0a1ffb', 'orphan-0.1.tar.gz', 'sdist', 123456);

INSERT INTO public.attestation VALUES (5, 0, 'pep740', 'verified', '', 'https://docs.pypi.org/attestations/publish/v1', 1733354041, 'https://github.com/benjaminp/six', 'GitHub benjaminp/six', '.github/workflows/publish.yml', '\x7777777777777777777777777777777777777777');
INSERT INTO public.attestation VALUES (5, 1, 'bundle', 'refused', 'about another file', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.attestation VALUES (5, 2, 'npm', 'unchecked', 'younger than the root', NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.blob VALUES (1, '\x3bbf5603ade548b8925151fecc1e1ebfb73f67d58fe7431f32221a87f27331d0', '\x8635120b0c1f24a919e8dd81022e00c91f68f24d');
INSERT INTO public.blob VALUES (2, '\xf0de093a8c24f6a3ed1c71a2eedb8d29cb68daa281b1dd2323b67d75ce3fb800', '\xbb88d7506cfdcbc88cc950c4af72a3e28c024a77');
INSERT INTO public.blob VALUES (3, '\x0015bb20e89addc37362f0885b817f151556c52b5035535d95c9133393e9888e', '\xbcf64cf031d9b64955ed694c6af9df37ba3b7649');
INSERT INTO public.blob VALUES (4, '\x1681d08d7d413054cb590027a0a68da7c17b55a3eefa69453e04803823a2dbde', '\xae40bb650449d188e5806595960f3d98871e4c35');
INSERT INTO public.blob VALUES (5, '\x1c5131343ed49dfe93423b5137476a797d4996bb27a270e124073907b23da78b', '\x1aaee913162662355ffece6e3e3ba9734569020f');
INSERT INTO public.blob VALUES (6, '\x1fcf4782c4d3a04e62f20df4789864e0f414b4360640bbaaa10012176a752b2b', '\x004e8462cd62034d161f111eb5abc7fe1bf23b83');
INSERT INTO public.blob VALUES (7, '\x2282fb39e8575368543cd3d8bd17eb8c86268175612deb22ef76cd96feff493d', '\x59c7233953f2c078ebfd1e148ff02e1a14b3eb29');
INSERT INTO public.blob VALUES (8, '\x276cfce3034f183ab77efc89c01f6f22193a3fcf35eb74ca3ad9cb81856a8513', '\x5abcdc5724773e61bf38994f94a60abe86388cb0');
INSERT INTO public.blob VALUES (9, '\x294492930252b8a965daeb4a9c6d095ad674454ac99c27b5bc7ad959190fa709', '\xfcd137a468f0771276d7834bed3281070bebc50e');
INSERT INTO public.blob VALUES (10, '\x29b7a1b8c3773fe579098cc64bcf9a2553db1dd6d3d701928fe28704161dad7d', '\x873a32340102accda936942de010a0a38874248e');
INSERT INTO public.blob VALUES (11, '\x2ba68b1db20a02c7c0e172b95603199d194d0a0284c83e14f3bf93b9f0570400', '\x43b08c14e0df9826935b62d4d835f38816edd5ec');
INSERT INTO public.blob VALUES (12, '\x33f23ebd4a3121a69ea1b6fc111bb41f5842d74f71d4f94f3db9de062d50404a', '\x11279b4e47dcf92861d09ad9653733088b6018c9');
INSERT INTO public.blob VALUES (13, '\x36dd5bf9b0f61cfbfabf7bc2eeb7aa79caa40d90113a01b516de6db835febbab', '\xaaff8a62738f4466b0816d0a03ab2c6e1ea2964c');
INSERT INTO public.blob VALUES (14, '\x40b7a8685353b374a92c3054a8d9b148f83b32eac87ad8111c3b219e79a7c9a6', '\x93eb5fcf3c1b963e567c26d291800171011e32c6');
INSERT INTO public.blob VALUES (15, '\x5293b0a1878a638945f90c549d2769ade9f2607319fab0cece5f8a226e24c847', '\xb221ed81997703673cc936484c2ae3f67f386862');
INSERT INTO public.blob VALUES (16, '\x58eb4dd5904f718b4df3a40b03864ae8f33b62fc90bf538dd4d4389bfad7a06d', '\x154b91c532890bec33b44cef3617087feda3d6e8');
INSERT INTO public.blob VALUES (17, '\x6abfa8f04467d669c2abbc5cc9547448747df974878e02c2b67afd868c1bd90c', '\xb6cfa4b2fd462e3e46f436acb569f58131bdb538');
INSERT INTO public.blob VALUES (18, '\x94d6ebd2713aeba4390a8be5baf19b686c3c4e4b167b657d017e04d365e09a25', '\x960d6215c66f29199b616d3eafa85c45a92f6e5d');
INSERT INTO public.blob VALUES (19, '\xadf14746f905255a29cb06a8f0e45cb626777a5dd3078715a4740d2523286142', '\x773b7a09c6e4c46c166df4b6fb4f3dd0b8994560');
INSERT INTO public.blob VALUES (20, '\xb0249aa154f9f38c5867afe661b63a824588ea42f822be6058ede8cf8c52140c', '\x14b05727354d089484ac4feab9e9cf883a1a02b5');
INSERT INTO public.blob VALUES (21, '\xb76aa0186542958c882ff8278b6282cd8a662af9f555435054cfdfbe0d911845', '\xf50deb7cc67d0572e41aab7cae8c872e3d61f217');
INSERT INTO public.blob VALUES (22, '\xb9176400323cfb3edc050e994bd8922e1cbd7d771629b49a4046854b94d514a1', '\x9b0a1d979213f4c4d68874a6089d214916e1cfcc');
INSERT INTO public.blob VALUES (23, '\xc414696bf4e8206b40f6293f5422f86ec5491af644e3f4b56b616863dc280f9f', '\x7d26833a43d8865f6d9679068f6f9ee7d6e13dcf');
INSERT INTO public.blob VALUES (24, '\xc4d5f86f5ddaed7ca07f357d963d57e46164e2fab986ed4fa3b498a3ee66580a', '\xb0f3b22c6b29d710c3fa524431a2d97ac234f60a');
INSERT INTO public.blob VALUES (25, '\xc98624a296574741af1e880e05533a9b5af0678cb6d3a535bb0c30cbc365f3e1', '\xc08abc4fb43547e6616473f94c2819eac25a5bb4');
INSERT INTO public.blob VALUES (26, '\xcc6ede04e9e7e427a76bbfb274209d9829d389b614dc89d56e5a544c9f2a3742', '\xe389ed6f929658b7988573cb2dd442ef98dc7c20');
INSERT INTO public.blob VALUES (27, '\xd2e728b61d3febb748559852e904f12a62dc1ac55088736937a0d86b4fd97718', '\x8686d889ff2e44b841086ed22ccd19bb12e58127');
INSERT INTO public.blob VALUES (28, '\xe95c8976726962a5e3ea86637297b4f3da7e7841cd72e477dcbd89e1ae26248a', '\xe40af412d7d46b43ed96100325285604206d01e7');
INSERT INTO public.blob VALUES (29, '\xec145e9d140b270ea297fc7281d7cc147d836de3ea6aed4919879166d5754103', '\xb1fa4c7041465611471689b739a9b71a5ee0dff2');
INSERT INTO public.blob VALUES (30, '\xef076674ed1e320e0a86eff4cdcd337336910bcad051ca53bf91b998bc459470', '\x46b7291f23cfe895305882486e620b5566feab6a');
INSERT INTO public.blob VALUES (31, '\xf3161daa42d01d7d2f0ad74e0e8b2ddc8ad30941057fbc688ed164ead9ede200', '\xf8fede88ba2158b9e66356669c521189f5c48d7e');
INSERT INTO public.blob VALUES (32, '\xfa602a8a75dc9dcc92261bac5f533c2a85e34fcceaff63b3a3a81d9acde2fc52', '\x8c91c0296909b5ea3c496fde69e9dc44a6c6ae5f');
INSERT INTO public.blob VALUES (33, '\xfc764e7bb2b82b5c876940cdcb8398d7a1d3ffa9f4c152627e2ff30a4da6f904', '\x3e99069e7fddef71939ac42edf9d7f73b03f92d0');
INSERT INTO public.blob VALUES (34, '\xfcb4ca5b286051566a906dc4fa98d5e0717f3e24d089803e9e8660f26b938620', '\xd16952a719f8983cf4575ef1b218679e597a3c98');
INSERT INTO public.blob VALUES (35, '\x00d1f8f9c400b72166f5041f4eb711b53426cd6973cb573912c24ecac0d133c6', '\x47d5c9122435c2b77f2d22a13bfe3dbacd179886');
INSERT INTO public.blob VALUES (36, '\x024c33cce1cbc621ba70de193a361ba2b970f7954f611de0fdbac5d5d4ac05f8', '\x2975fb2b84ecf134d550a68d4af573b61e448c68');
INSERT INTO public.blob VALUES (37, '\x02c395305f5e8d204958c0755274ba03dbeb70617305378a3a64fed7ef0344be', '\xb8d019b9f772b9ae2ed645e259ce1af6a747d9ba');
INSERT INTO public.blob VALUES (38, '\x03fab2e8e9777bcd2af38a0e1b3955251e53361d10a270036dbcc9c2c46cfcb6', '\xe49d347b481212c04779d167b021b1c496048d18');
INSERT INTO public.blob VALUES (39, '\x04bddab1055219a78ab67bc0665d43cfb9b04e6627d94cabbaf1dd3e384b18ce', '\xae6553a0861399572fe5f04934dde57a4120ce0f');
INSERT INTO public.blob VALUES (40, '\x0567797cec28fe285218cbe9d4e06d045e7833840798e4469baa62b1e128546c', '\xd799077afb28c4ad0075ba36e3699732bae437b4');
INSERT INTO public.blob VALUES (41, '\x06e8082606160fe8326aef9f58515da04a9959591a79fb4a18e04dc74af19d1e', '\x365347bf232548a5fe3b65ded9838a0a8706bc8d');
INSERT INTO public.blob VALUES (42, '\x06ed4f0856e9ed02f7ef46adcd48179abb263fb780e4916ff4811ec1ec7cd5f8', '\xbcb89787fd133278afb537b6f13116a074397aad');
INSERT INTO public.blob VALUES (43, '\x07d44dec68f856a978c219ba2a8604164eda961fcea47a0236c39860265d1ae2', '\x01bf727a466c2eb3a04622d4bc3c6871a37b8714');
INSERT INTO public.blob VALUES (44, '\x08145eb4c9138650450eba854d109886fb46928091ca52dfa25606abec3aba23', '\x7e547351b5b34c3006b17ecba40dcede8685b9d6');
INSERT INTO public.blob VALUES (45, '\x0a01e1a00b79a78e36f90fbd129fe1e967cdcb599bee777750cb57f0c2476b3e', '\xd4b6680b2dc0a56e68c8f9f50fab9ebdd5f423c4');
INSERT INTO public.blob VALUES (46, '\x0cfe2a8cb6aa7bf7128985863e4f92cd73912072932b7647fc02da6a367f978a', '\x84a9bf8696bbd9f17f2b299a3a8eb19a47721c36');
INSERT INTO public.blob VALUES (47, '\x0cfe3c64d1252f5313162ca8f0f55362ca3cfae2ffebf948f6566fee4d936823', '\x9343998fafbad534031e6d959fe3f7bf6873d948');
INSERT INTO public.blob VALUES (48, '\x0d58c35e00e86bac3f4d75f802c498ab8784f17aa87d6d79712492cb73aeb7e2', '\x07a7bdd1351175ab4733fc188d1fc710725ef219');
INSERT INTO public.blob VALUES (49, '\x0d58f6eb8bd7bfe36a9507bd91392b053b44a1936943b7945f662bebe950d1d2', '\x906d338c801dc416743558a2e182e387ceae78b8');
INSERT INTO public.blob VALUES (50, '\x0f7df66e6d960b457ad5f05de63b1bf9516e150ad9022ff91bef18fe11e418cb', '\x59d93a3ac334d48b2926870391b8a54d1070c873');
INSERT INTO public.blob VALUES (51, '\x1002c78b4390078de9d6ae0411b98e279252f933aa057ac8b076efc5642881a6', '\xb3331b4dbfaf18833b408c6f558f83462795626f');
INSERT INTO public.blob VALUES (52, '\x11fa70f718671b75d29ef958266df38d88da7c7c7f10b99d6caa296fc418360a', '\xc18655b86becfc77cb9b26d33ee909e6306a354b');
INSERT INTO public.blob VALUES (53, '\x1357f3a1a65106279c65e60e12d046ec0380d0bc5cfe31e89c79bf95c72226b4', '\x73831ab855638dfc4a6d8a59b4dfe364ebb1be64');
INSERT INTO public.blob VALUES (54, '\x1725206e60a13c59adc1ad195210b1da5b46b3b717405d618ca52a29a7c14843', '\xbadf3c99227493345589a5521c55727bfce129e2');
INSERT INTO public.blob VALUES (55, '\x1a94817719995b9f43812b21c10e3786fdf1932c96b66f3ba6093702192a2bd9', '\x23a3378e56bbbd47857dbe36d8faec1e009764d8');
INSERT INTO public.blob VALUES (56, '\x1b18b209bd59fa531a843164c04470ebf2132c099c2b43c95ed45f923101daaa', '\x92430e829ae1eb8c96038ecdcc5a61deb54058cc');
INSERT INTO public.blob VALUES (57, '\x1e6b4344cf94fd7272bdfcc3f8f705886d1b6b1abb7bd188117a8f140b098ebb', '\x47dd1e0df92e2b7b9616c74a2453c729c5386fec');
INSERT INTO public.blob VALUES (58, '\x20a290ea52889c39430febab442dad2c715ab6912c520d90a2fc9f1f426e5b35', '\x3a9cd6aedd4443c7f0b895e2f0677f634998bb57');
INSERT INTO public.blob VALUES (59, '\x21c0325c69e4e836f9051835f90cf67a913756108689a730f04802488facbf3e', '\x923ea6238e720f16558bd29ebdec42cda28ece21');
INSERT INTO public.blob VALUES (60, '\x21f8e3ef01dfce1432fd0bccc0fa515b853a9d16455d06ca399e59b3da8dfaf6', '\xa5c0044dcdedf47de2cd4c5155d9df7f8989fe26');
INSERT INTO public.blob VALUES (61, '\x2351bae430416dab630afabcc77b4222804f0f6abc2678003dc526b45442a93b', '\x9bf728d28d091f8b9fdf4fee7f4104cd9c095f8b');
INSERT INTO public.blob VALUES (62, '\x2435b402b9029e22d1d39cdd2ebadd55bfb8d8a2a30daea483307ba97365b03b', '\x2f163e0bc22f2d203759d3ffac7a48de07180f6b');
INSERT INTO public.blob VALUES (63, '\x243d2bf1b975fbfca07dbc63aa41b90e344cded8ecdb0f80f5e59018e87d6b3e', '\xafcfc17385d6636978b0db3ce1ec1edcba382d24');
INSERT INTO public.blob VALUES (64, '\x26879b99d415a60c8a5e63a8154468723320b7589e8fe696c64764eecb0f9b89', '\xd22f8eb6c1fd3eb590e1345efcd7d23cc11206ab');
INSERT INTO public.blob VALUES (65, '\x2691f969d0cd8f4a7617547fb325c9da3d7f14f8d2f624312fb5cf6263b042bb', '\x6f461a94fe34c3bbd91cbc373c063887e1f30f5b');
INSERT INTO public.blob VALUES (66, '\x2ae282b1fab3b6923cf8c5b5f0c807d8b32997b8678b9011e4de14052ae08e0f', '\x9e6fcf773337738be56fc56584d34a16cabad870');
INSERT INTO public.blob VALUES (67, '\x2b730b0f6c2594618c59ec3c767b98262afdd0dd6138a157f72b24526cf61dfd', '\x53c46d58ccec6edcd3041215e88763b737d6c899');
INSERT INTO public.blob VALUES (68, '\x2b7b7c0a011f2294044ab3785c2aea0123715a4fd11bc92ef9e9f52d842daa45', '\x6ab1c757a58c9e5662d492a0e628bf7b7072b7cd');
INSERT INTO public.blob VALUES (69, '\x2e0c832db1798c6bbb7c360e4dc293144d69b48343472df649a708c77f5ccebc', '\x27960c6486370e757e9f77b7233f3f55c5f75efe');
INSERT INTO public.blob VALUES (70, '\x324a23a7971828ef60fe8ab6cac758dd043db600074d7ad70a251314b5ed9805', '\x43ccf7ee3a00fd70afdeca3c95fa5b1b771b925b');
INSERT INTO public.blob VALUES (71, '\x32f15b1018b90a1bd700dea3a59ab51b5df680cefb22c2b93cf70e312c840673', '\xfc3804f33a9a33f72956c4f57c6afa7e76e99435');
INSERT INTO public.blob VALUES (72, '\x3381bf97e33903911e7198c6fad91bcd2e0056525887139757dc0fcf0174dd05', '\xf06bdbe17d03607aa059334b0c1ab1d92a8394b6');
INSERT INTO public.blob VALUES (73, '\x3a10d0725eda2aa87aafc4af79de71935ca6340a5189d2f1d5b4ee9dc01b25a5', '\x7bf4e4f91a9d18c26214d9cd85ed82d668b55fcb');
INSERT INTO public.blob VALUES (74, '\x3b5bcbbbd03c6bda5f2dfb5fcc7c7642b4a547bd67cd80b78e79e44568643b54', '\x3567a24cac758cdf0ec3cf4e81a798b70ce8866c');
INSERT INTO public.blob VALUES (75, '\x3c3005056e085a79e3305570acf918528698cc7496557c6af535d59f9440a040', '\x0d79e41e02cbf0064559ed4094d10ff01bfb59cb');
INSERT INTO public.blob VALUES (76, '\x3d76de79daf07ad5c09b402f955b6473fcf0660635a9f7363525e31993b553f5', '\xd4c57bc5f9a4b1d71dc8c0499578b723211f3a06');
INSERT INTO public.blob VALUES (77, '\x3e4a139c5cf6044ac085b8140e975fb96f2b8b0dc3149a714d99a4851a4e7d86', '\xbfa932fd39766f5d17109175a52e2882fcd0d1a0');
INSERT INTO public.blob VALUES (78, '\x3fe6bfb78ea567dc30c2a116e6a3ad2c2cde7863f6b1ad833dbefa5a419221b3', '\x4766e93b29b144a0059ddc0c31828635d40900d4');
INSERT INTO public.blob VALUES (79, '\x430e97a01f56623a4a59f002acb13d67e2ebb7c79d612f8566a99fdd68dc04d7', '\x4f941948ea87a60656783a47354ab9af401e7b63');
INSERT INTO public.blob VALUES (80, '\x475ea2f96702f64768d8d49a632146014e8dbace7c4b1dbcf946c8f30f488255', '\xfefc4116bf2b1603e2700b780a56717571a4baed');
INSERT INTO public.blob VALUES (81, '\x47e9865803dd003c00c7d5d1891d693f9c83bccf24402b6da2d28f275964c868', '\xc8185fa0c5e1a208e2c87c625efc89c8442ccc4c');
INSERT INTO public.blob VALUES (82, '\x491419f965e5480b96afb0527e20a4788a1beddcc046807832a8e4648521ad25', '\x443bc38fece9e3a1e1bb78e78f947b1eea123eb0');
INSERT INTO public.blob VALUES (83, '\x4d58131c265aa94f1b2acd5d997f01a745821d23aeb3251ebd2872e6bbd59e9f', '\x36df7327c2b100202513cb9b47fb78c3165a1ef2');
INSERT INTO public.blob VALUES (84, '\x4f10bbaae2eb37ac268761aec257358060279bc3d042c7c849ccf7f71e8cb902', '\x36df81da1da86059b6c18381ac8661dcf1de7992');
INSERT INTO public.blob VALUES (85, '\x5003b0f06a89c9e2cb41fc09b1ef66389d9e0bc8245fbfa487c7cb7d4873669e', '\xd8523e22231a1a9610f9745c0a0fc0656e627c9d');
INSERT INTO public.blob VALUES (86, '\x510fc973eae16be4aba1a5a4d1cba81bb53a18b00d1c1b83d609941964bd9cee', '\x75ccf348787a73d183703269b54b5f36bf2e10c7');
INSERT INTO public.blob VALUES (87, '\x5141597f672c01fc752146892eff7cab419f4ea2ee216981689c504e57e53480', '\x1887a4f9dd2b30539c222851db1c293a045f15a3');
INSERT INTO public.blob VALUES (88, '\x519d765300db4fdca7f000cf4db1a95cc0ed6d3a562d104ed3bb86db2d7e2b02', '\x71b44f0682739e02255fc49ed66061fae5ac30e7');
INSERT INTO public.blob VALUES (89, '\x5267e0305ece58912fe6eb8369db01917dfa9951a4c6e1ea938a18bd619754a3', '\x2bed9517cb1c5b1542344f55896c76d8cd2aab5f');
INSERT INTO public.blob VALUES (90, '\x52856dcd2ddf417496a6e38032c13c184a1128d5353f5ad089c4db329ac0546e', '\x749651481279b1f191fb804452a17ca9b58ad28b');
INSERT INTO public.blob VALUES (91, '\x53a963624d8b85b1dc1438c867edb4eee24a9f7c5c422f3a07c241b8a120dacc', '\x43a3e65e47d03b729c1fb5d992788f6963a49d65');
INSERT INTO public.blob VALUES (92, '\x56f4e22b95c298920400c0f9a13ea495239d4b4b6deab7fed0a416804778cc44', '\x9e58383850fc6cb429d6da9c4715083a406773d9');
INSERT INTO public.blob VALUES (93, '\x571098b37a41a8c265bea971da17a4d4ad603504dcf5b09241c292bc730124be', '\xed6bc055b5f8d3707f6d282fd872e3e0096e4760');
INSERT INTO public.blob VALUES (94, '\x582212533893ec687bdc3594b1521cccf50b415f407fe5129647eaf0e6278bb8', '\x5c3164747603814ca2c98ec11e3d889fdacb8073');
INSERT INTO public.blob VALUES (95, '\x58248dc299d51ebcce5b54ef025671ef7ce8b3a071548d8d1310f8dbdc008fe2', '\xf62da29ea96933577a0f41852f16d2600d7db687');
INSERT INTO public.blob VALUES (96, '\x58c020dac1f25168c2e73d97d2ca352764f34af28f168f6f2d332a2961664b20', '\x4cd601d4bcb1ab4ca239c87c1305f9b2fc22eac4');
INSERT INTO public.blob VALUES (97, '\x5a5c74ea8c247f8ee339d77c2a7ef233071df5a90153c4ee281b8bb0faff62ed', '\xade85a5578bf8ac9d4e9c0126529ceab1758831a');
INSERT INTO public.blob VALUES (98, '\x5cfc848e67f4a35758a0042149303c39ea2e0243737b0e256d813ab5a972ac04', '\x15f7f3f336d03b2e809a9224fe4a8837e31b4346');
INSERT INTO public.blob VALUES (99, '\x5cff8abae3cee361d527c2a202437070f5e68761c653f1f38c78f9927f50208a', '\xa466479963d81f4c2ffa4c9e3f473bcb4003a4d3');
INSERT INTO public.blob VALUES (100, '\x5db5842107e8f1ec3d3e8a86e0b34de7604b1d13e91704982f2626a0756e39d3', '\x7995b0944c8d2f6188d8bba91bdc9d2407c95958');
INSERT INTO public.blob VALUES (101, '\x5ef68264c0e416e52d88d39c9d755a206932f664721a20723ec79911eec156ee', '\x3134bceba07a2c902db98b7a1bc270cfea05196b');
INSERT INTO public.blob VALUES (102, '\x63587fa8409c174a2f7076e9f3cc8bf71584a8dd1266f9d24a792672d39b602c', '\x0e6e4490a18db9e765f26b23f444e65498cdd597');
INSERT INTO public.blob VALUES (103, '\x64b34146a7bc093520f4b46dcc1182b85898ff6eec7ebf2598f40d819c1155ea', '\x028ce9348b55dd6ba7ababc98ebcb19f29673ecf');
INSERT INTO public.blob VALUES (104, '\x66b9342e89fb6ed808e6dafa6366d4e7e828a1a267a6037e6034e8fbec0aebb8', '\xb5cd0b00beed8b8450c1cf91040f8ebcd17c6d46');
INSERT INTO public.blob VALUES (105, '\x672bf83c5c9d92386c163e95de52f984750667ae4ad08e046b0de766159d87e3', '\xfab94c3524aa07994e0e1829548bc57fcbb355e0');
INSERT INTO public.blob VALUES (106, '\x6a989f3316e8549c2bb0224a1bd28c82eea02c1c0c07cbcf26c119ef0be16934', '\x4299bcde84b82ed4065c179ce5e49ef9a4867a42');
INSERT INTO public.blob VALUES (107, '\x6abd170b4be574b5a9c57a6bc618b1dfb9ad087c3a755f88e7512af77b5c5fc1', '\xe14159ac5b44e328d0cb8ea75893d5912fcbcbe7');
INSERT INTO public.blob VALUES (108, '\x6d7d7d90d301bd0a6c6913fb1e2df9c80c3dc3d966f5a74ce1f55283bbf28447', '\x6372fb3e2b3da77006b919bcc290b2aeebed66ba');
INSERT INTO public.blob VALUES (109, '\x6ee7ca860f9d99c1e7d0eb3802bc7574fdcfb81bf6ab19643a95642fa9b17e29', '\xceead8c9860abce5f78d0a93ab8f0b415cf695fe');
INSERT INTO public.blob VALUES (110, '\x6f18e8177044c3fd45969cc5e2988d9aad435cf69cbcaeca36060bb991969d58', '\xfe0a1d727c4734fe7f9bad1e2681a0bee1f797be');
INSERT INTO public.blob VALUES (111, '\x71bc4de1e7e45a662adda12768720daa6a0bc881db01a71cbfd2aec6c6b32fee', '\xf4ba4c1f303a274b6f9f014a0955d5987c9299e4');
INSERT INTO public.blob VALUES (112, '\x729d4a997f20b8abfe12f39f5d661f155d0b1e8d5af4fe620db07f0690703302', '\x1a5da7dda9bee73ced0e86bc051f323e0f830674');
INSERT INTO public.blob VALUES (113, '\x73dbcde5fd10580172a1217714f84d70afbd9c2ab7830120213ba685f6bcdf88', '\x9f2fe2b5bf650cdb9014f2421dfde0ff007c41cb');
INSERT INTO public.blob VALUES (114, '\x74687f0c9f0e7d849225614e0c3a65070fad0721111a84718942b57543da12e1', '\xdfd81d085aefa71bb79e88e5181cfc5a0d787d3b');
INSERT INTO public.blob VALUES (115, '\x7558aa089b3a3b520a77e50ef2daf83ba764a7f8f6d6e2228028fe7a74234b44', '\x6a9b46c653a138b0b62bbf412ebb9952cefb4e9d');
INSERT INTO public.blob VALUES (116, '\x75de8cf9b8fb50827125b76521f763069370b2c7b19c8fbff2d1154be95e4945', '\x48710a025011270d38ad169aeb969e454d6cf405');
INSERT INTO public.blob VALUES (117, '\x76d034a0bb7c03b07f655fa36d79271690cdfc63c5a19fce2c7c69fbb24abb01', '\x03658de48fce4fbb7cfe7af61eed6eaae063fa3f');
INSERT INTO public.blob VALUES (118, '\x7a7ec374791d1a2535c078e3482aa6f850539fda45509919bd8c8a985aad3daa', '\x7f072d750910227cb16e963808cebb54872b3522');
INSERT INTO public.blob VALUES (119, '\x7aa6e21104831019f42c217a88b4799126a037d6a7c91c3dc1684676dc1f991d', '\x4a8063a00ab91252a6c8dfa3d6959cbf03a30b65');
INSERT INTO public.blob VALUES (120, '\x7c7e6544e744893dd52d7988b232c6541d43acc723ec0cecc829419c29c5d584', '\x8ac402b971f6eb778fe0f4fe95aa842a79759d94');
INSERT INTO public.blob VALUES (121, '\x7e17f219a439df1f63b9152aeaf763e44dd6112fa5f4160258a097a7a9d9b575', '\xed1ce65e252f3b3bcd5bb2ef7ec7f3808846a3e9');
INSERT INTO public.blob VALUES (122, '\x7e5af5c7097abde5d08fb1d796c2d1634f0e1668544aa05fb0088733489dcc3f', '\x08f2972d8cf3ee36f840cfd7f959176e7ac12e9c');
INSERT INTO public.blob VALUES (123, '\x7fe902f5aa4c96b0bf94b734a8205506236176fa0d432a7af6ac956f9a4ddb58', '\x266d2d16a66683c2babc408e1865177a7a19607b');
INSERT INTO public.blob VALUES (124, '\x810228e66814e8c5026411bb7b3c4112c1d6b993f6aab540511cc3a4ac879c21', '\x0031511c64d72b7a3750f6c453861bac9692b764');
INSERT INTO public.blob VALUES (125, '\x811a4c9efdaabfb40c615adf4450f14c9290d59a6bcfb4666f39d44590548500', '\x1402e513381a2ba9d38c29015de31832d3145ca4');
INSERT INTO public.blob VALUES (126, '\x8284209706c784bd02190fcaa6bdb9251c06c6ddab149d8eac67440d8e41ff67', '\x3144126915decc00ac635d8210846c78f16b17ea');
INSERT INTO public.blob VALUES (127, '\x8385c0f2ed2c6a39bcd68571c940282e8e111c04ad4191875258f94bcd4472cf', '\x641126f07c398bedac354158ccc758071ab46dda');
INSERT INTO public.blob VALUES (128, '\x840f90976b4ffcafa09b5640c419927ce7df05e63bc0f4fb59b28e87feffe26c', '\xa991dc4f6c022e0002573fbef76598e1e5d8a152');
INSERT INTO public.blob VALUES (129, '\x8457308eea444708563c92b4cf5f6ad1f305461bbfdbbb6f6bf82b2b64812948', '\xe70f283f7968643dce48c70b5cab4a4224053e4d');
INSERT INTO public.blob VALUES (130, '\x847dd9b8cb48961458b8f54099fddbddcbe9bfc89b5b4e67a6164363c77c5013', '\x1135c6b0e898dc9d3b490fa2b8c99a9d42f101ee');
INSERT INTO public.blob VALUES (131, '\x8553735ed62e67eb985e55eccc47d9fb03718a2159f32720e32897e10785edee', '\xa5b736502c929f61443aee3c75cc13be52b435e6');
INSERT INTO public.blob VALUES (132, '\x87062183e69362ca04b446a209cb3051bd7537397d08619fff47323f74f92079', '\xe08e413887a23145e30b218a0b17e4dc7b267d54');
INSERT INTO public.blob VALUES (133, '\x8775efa1ad125fbcb0ad8a721181dcf9c108d787056cc9a03298f444e049a501', '\x5403e8e33bdcb4c8cffe784f708fc8ec5a96272e');
INSERT INTO public.blob VALUES (134, '\x88442988030a0eb7bebb337dae45c063171a1318ccb4947693c4cdab397d3668', '\xdf6d95b8603a9ef7c16b48f31a239c3dbea28503');
INSERT INTO public.blob VALUES (135, '\x88d573851b6c81034c88aba1d29e1f70547fdb71acfe97f9fe9f280d4d9d9ca4', '\x0cf99d0cf9c80d1dc4e7fea484f59267a0738d3c');
INSERT INTO public.blob VALUES (136, '\x8a9f6cc7dccb3acb50604af590c0e1f8fbdd385b4916d135433cf7dd46d7cf16', '\x613061e3a1818ab9353b4f32293aa602b87daaaa');
INSERT INTO public.blob VALUES (137, '\x8b4a448a3aa3adaee229376077d7d3575a5f7a8c6e003241b2ceb9749aea4fb6', '\x63fcdc7d14a2aaa73b4b99011335b83ba7d21002');
INSERT INTO public.blob VALUES (138, '\x8bd1a2dbcf3304cec3efc452b8d8151a93afda03cfc7bd7dc69cc29bb40f2974', '\x75a22a052ff8d5de6340590544966b1ee7fdbadc');
INSERT INTO public.blob VALUES (139, '\x8d9f39ba58bc4b65794a1b83de10257f58e9c5f1cdfb0bed369bb07dea0d2117', '\x8bb31ee226bd1b9072eca3fbaf7d604be92028e0');
INSERT INTO public.blob VALUES (140, '\x8e96985997afeb5fb515cba08b57f4a03dd1ad9f170360b7ce13b6a3f9fd76f8', '\xcafdf09d54f332bef00276e0ee0a4892330b9011');
INSERT INTO public.blob VALUES (141, '\x90b563365eac295bda35ba9576f88d0af3f19a97bb38466eecb2f2b937bbf6ac', '\x3e9b181c4e0cc2f4c53cb522c155ff064190b518');
INSERT INTO public.blob VALUES (142, '\x90d08e583c4c9c6f391b2ae90f819f600a6326928ea9512c9e0c6d98e9f29ac2', '\x09be8533ff0a6ee5d577f971145ed449399fcda4');
INSERT INTO public.blob VALUES (143, '\x91a8b20a8a21888d8a126c45861b05c384895dc96ea3946e98927263761cba7e', '\x4282f5f3c1e2febd6b748f72ce513fb29d8cd616');
INSERT INTO public.blob VALUES (144, '\x932bc8d863bb5573a8509e28dcb616008609799de135b1f0acbd41aea277b38e', '\x23b425bfb4bad05df9167bb172301a57eff2e81c');
INSERT INTO public.blob VALUES (145, '\x93f2c94f28ea724cbef6fbbb3cb21b9f7ee82c0cbc9b441b221de422d6cba921', '\xc930159f0871b49794734ef3f4ec95f08cbb9646');
INSERT INTO public.blob VALUES (146, '\x94d37e11b7d560d911cf7563fcb46b2baab520434ab96a1d412e6696c7d92d9c', '\x5beaf74642d372bb8788b51b41575b3d7ef417ba');
INSERT INTO public.blob VALUES (147, '\x95a537f8dcf020a6e849baac60b4c494beaf42f146d930035971780590f46f65', '\x968cfdb0a02746d40d86ca0d8f0c1843d04f5c48');
INSERT INTO public.blob VALUES (148, '\x95ec58ed835578d1719eb2dabbbad0384d200f008d6f17a6547cea9c39e4d12b', '\xdbcc585c5d9b8349326427d4a5b7a79611e47cd8');
INSERT INTO public.blob VALUES (149, '\x99074a62d7ffa5b1b0a186cfd87c9953d32a995f5c44762b1220f40722c0e612', '\x7cf4ce537ee0a6ccbcaccd72da41f727f5c0636e');
INSERT INTO public.blob VALUES (150, '\x99102aabcc84196b295020e11ea6ec5a83f5af49fda3f9bd52413b4fbc5a3b9c', '\x8192a77fe545d0e12ff996630f18efb342f1fdac');
INSERT INTO public.blob VALUES (151, '\x99648ece567f965bf0e6d26a8d90a6228bfcf7086b5b6b4232db6f7257a2f5c5', '\x2e1c221acda2103a995b869a2d4b6628d106c17f');
INSERT INTO public.blob VALUES (152, '\x9a37a784d2c1f7487ba3e1e37d712dfcc2935cad7ae8cfd806179bf05aa25c1d', '\xc00b4d2576dfb349dbbf69c8cdb2c8891354c046');
INSERT INTO public.blob VALUES (153, '\x9c9f8dc40ee0d6b24df86ca107976e6e5fb86d408ca815b19147b2d82ebaa137', '\x08408dc748a4a0ff0de52889e254765677e4c270');
INSERT INTO public.blob VALUES (154, '\x9d0e49567119bef874e1d5c7bf40bf1bc5f6e69611cfd20a171722c6048c84cb', '\xc53b8c7bac171bbd05a7a949ede06cd61a93c4bd');
INSERT INTO public.blob VALUES (155, '\x9d11149b629b8e3d93a4e08034d42ab23f14ebc2948efb477d23321fcc7a0601', '\x18e94f864f5e3a69c5f33992f558d78ff167bae1');
INSERT INTO public.blob VALUES (156, '\x9d1fbef9eca42166fd98d525aafa7ab6b6da7eea3058e31e1a1e25839ef840ad', '\x625a632f7d965d274155764eb393714f8b9c07f6');
INSERT INTO public.blob VALUES (157, '\x9fbefd25176d58d61a378925d8cf72f300f18d086812cbd4ee57f4c89c729aac', '\x58ae8288b4255bcd1a8912b17453eb513dbddd4e');
INSERT INTO public.blob VALUES (158, '\xa3679afbddefe5a80f5d32f567e42f2cc4f703174d9409cb860865c738c30b8f', '\xbe4a3967ef91f5f6f2d72e649b3f09756ea90f52');
INSERT INTO public.blob VALUES (159, '\xa37e4caeac19befd25d471daee09d61f0cf299c515040d25aac85e877792e832', '\x43314e00c9d0b587f22632184ad8051e0315a8ab');
INSERT INTO public.blob VALUES (160, '\xa3be318cef68e530ef3e3fb55229b2f57980803a75b2368586d36112cfb4f9be', '\xdf1b0c70a63022ae2e339c8f805e1575ec93c7e2');
INSERT INTO public.blob VALUES (161, '\xa4fb1a5f7c962f6a888cd810bcd589cceb6d51e7393578e68122caddf9ea7921', '\x9243c683a1ed2300f58d92b5cafc13c08ac45de1');
INSERT INTO public.blob VALUES (162, '\xa61aa3ad7f91e50d6e71670b278a729a67e9e9d40bc7c9cca2cfd6b1009196e7', '\x6523e05ec442cfdfa285365243b56cfc1cffd494');
INSERT INTO public.blob VALUES (163, '\xa6c82549745cad04ee492d2c5a4ff0564561d38e39c5ce50b3c3660a9fa4b49b', '\x3956eed61fb82836039dca945763b52e78fb67b4');
INSERT INTO public.blob VALUES (164, '\xa76f6d08f578e6073be0e52d8c1ba1f4eba8dfb75e9862680af608543cd21c35', '\x79945fe85b13ebf3116ab698b5c36fbab4e43910');
INSERT INTO public.blob VALUES (165, '\xa7dc30c4ecb530f4ac3209106bdb0f240cba0b272f3f2228d2d086955e589fef', '\xdf4012647b185d4f3650b1f26be557b3cb2c0401');
INSERT INTO public.blob VALUES (166, '\xa865021b268325f08a6475ccb4369ec8685754bf23f12ad3d19500287969d360', '\xdd05194e3871a0fa8025aa7a61bc1ec343019b91');
INSERT INTO public.blob VALUES (167, '\xa8c0b29a08ab7fad5d2db2d1d4602e08d8afe70eb8f00ecbb8f6f8d57ec6e3d8', '\x94f8e7e6fc468d7db66889a10ac0c77b8bb15f4f');
INSERT INTO public.blob VALUES (168, '\xab735a192248c85fa5ea104dce3804f5831b4c104d80421e720123f46b780642', '\xc02c5edf96e24848302013053db2bc18cd265e93');
INSERT INTO public.blob VALUES (169, '\xad8230989abd5627b1fa929c368ae603f8b3b963db6f1beea8b20f7f0c8da522', '\x76049413b72fe58b4d644e37b82b7b8157946a1f');
INSERT INTO public.blob VALUES (170, '\xae55b7dbb3356bb3e6361adef47acdf2852aa11e769c521fbe6ad5e53cce91e3', '\xbe119225c3c2f7c7255c8caa6e6acec5711fa108');
INSERT INTO public.blob VALUES (171, '\xb2288e2a0a6e3db91ac039014b091febd2a38e35df79870b3e0be50ca9b6e01a', '\x8c75f5f8eec70f3730a1438f589f51ef353f3b08');
INSERT INTO public.blob VALUES (172, '\xb272303fb12d5c3a81cca3048dc4ad8900b74ccb068b7f41d0ab13cc5d3b5f77', '\xe6a5866126cd47a998ebfd673901911925e1cd9f');
INSERT INTO public.blob VALUES (173, '\xb43c32b8373dfd8daecf9550c6174729342cdb0135dabf7c4b639f6cca5e356a', '\x7d04f316384657360a405a7a006b69a255f633c2');
INSERT INTO public.blob VALUES (174, '\xb622ee837f228c0be67d23069e4f23e6fb599a8438fb0c1b9fa2fde437c0f511', '\x5f7bae325198c029e2d36f123e74d73f2c5c70d0');
INSERT INTO public.blob VALUES (175, '\xb64c35f9305cbf6ed164205ed1b67f63dbd1339e0b139a2bb38e1747b2968746', '\x6d069637f337836a64da4e2074ac6369279e13cd');
INSERT INTO public.blob VALUES (176, '\xb656edeab234499141e42c723fdb17322116d8d2475f09069cf063cdf233b6c3', '\xd9fff3f2436e143cd720e186dbdd6aedbd62a7c0');
INSERT INTO public.blob VALUES (177, '\xb67c7d0132db09a19fe8b3c742b461186d473911808dff11caf267087c52effa', '\x4ec159e61b71c851cb95e1c7600e98817bb25505');
INSERT INTO public.blob VALUES (178, '\xb7d3476ea1019d7faa96deb1d20920ee654b31e07b98ff81e7b71ea570551b9c', '\x8f3a084c3db6096ae7bac03152b8a4fd3d7fd741');
INSERT INTO public.blob VALUES (179, '\xb8311d1d1d47e2da2f2734960de674c326b2ce2284a733e591b3318bda33a294', '\x09e91f7a46a0142f628ea115234ca6a79afd6e03');
INSERT INTO public.blob VALUES (180, '\xb90ffd37a327961c0badc676f105f9381267db8ff4152306ddc32023260dc291', '\x2f04e514ae78bf8fd8c9c1344741ff0d44eb5f4c');
INSERT INTO public.blob VALUES (181, '\xb91457ce4491a6f2f3bb943640110309fe9d1b7c2e45a8fdb83ebec8a82167a0', '\xe4eb6a5bd152d56e03b31f2091f097c5c6d86ca2');
INSERT INTO public.blob VALUES (182, '\xb96f6f4b46320a16d29af726908ebe857fa4e9b58271c286f0909205cc6f83bb', '\xd07de14039f045a51bc32aa862b55941284e01f9');
INSERT INTO public.blob VALUES (183, '\xba77e1c532ae5518a5fb58bd70698876029ea519793df3e10a118d485e6c6397', '\x9d6f5ce1fbd473e5fdcc8f9b51a9c3634f641691');
INSERT INTO public.blob VALUES (184, '\xbb5ac8e09c54db4c946256e832eff4abf57eafd144e657c536b1ec38e4f03b60', '\x2984d45394e2edacedbc885fc463966580710ab9');
INSERT INTO public.blob VALUES (185, '\xbba2cfc707b715f801b79bc583d651531f3eea1d125c298b36757ecefffa8ea2', '\x055202a1ead83298812efe0c4995ac45f5b62e79');
INSERT INTO public.blob VALUES (186, '\xbdb3c5dbe7c405d16bdc9b7de9932de399a527019f56d0db99ce1d3648a08310', '\x51665b3ef6a6d03a85851e6f70e30535081f2d80');
INSERT INTO public.blob VALUES (187, '\xbe88e6aa2323b8e1c20ec97c58b1f06120b204c61b6479570be23d054ad24996', '\x29cf115a0bdafff8fdfe3a9ac76253da8c083913');
INSERT INTO public.blob VALUES (188, '\xc0115badc37ccaf9eab7a4b6785d8358a7970da1b0b4fdea8c1ab28822f8d473', '\x28564d41f824e580dc88d4b29ef9f1892319d6f1');
INSERT INTO public.blob VALUES (189, '\xc22f1a0034e1ea50f60ad775c3e2aeac5ee9c372f65e44f112d815e738a68a11', '\x554aeb0970ac1da22e85f2cbcffcfb9855938cac');
INSERT INTO public.blob VALUES (190, '\xc676fd51d3bc592c873ebed67f42e0a4ff1bce31eaa559fa7526761ad1639d9b', '\xf78be143be2889c12bfdf69465f7559f74b0f849');
INSERT INTO public.blob VALUES (191, '\xc6b3482a9fafb20cbd11496420e1e367e66907f7bb9dc377498169a850917575', '\x231c8d862bd0d6e0fdc05babff4b1a9bf690b286');
INSERT INTO public.blob VALUES (192, '\xc9c4fb741f4fb22239c1c9a9684fc01f213bc8c8068226757ce674cd2b93afe5', '\xc2ed7437b0d8a026d88003af558cf1b412fc6036');
INSERT INTO public.blob VALUES (193, '\xcd594f4339eaa4434617e8ae6c92f0e154e53d6e70f7c7aef215f8d8062570c7', '\xf4e6a5c1518d4da608bd712aebd4e59a2e7810c7');
INSERT INTO public.blob VALUES (194, '\xcf0fd88b593067190118a905bd76c383f3262c487ac6d52624030cd0ac93c8d2', '\xee2ed972b34da3b1b3dc9ec988cf8947dc62e580');
INSERT INTO public.blob VALUES (195, '\xd114cee71524b70b4186f7a84310eb1552709a6a13b6ce0939bc02fe5e70c501', '\x4a63ffcbfe8095c9131a2fa3be2458a737720321');
INSERT INTO public.blob VALUES (196, '\xd6ad794dfb8c5e54b5c8554bbdaaae319eb3fae2e025b1c94b24b0327a977344', '\x71e626f2c3f59e8b311f7777379f651145fda3d3');
INSERT INTO public.blob VALUES (197, '\xd864d653a18eb5ca146b000156a1ec9d324de479b435caa26e690fe094f079df', '\x5f2fa3ab48811f654944b6f8cc4b5c290828e7b1');
INSERT INTO public.blob VALUES (198, '\xd91491411334bab505a44bd53140802352b7f4cd2a7c8ae0af91ddae776fa3b1', '\x8fa36554d9241409bd6fd8e669be795a3763232a');
INSERT INTO public.blob VALUES (199, '\xddb834ce2390e332d33e9348b7f7c14adac1b1a8c844287b4e21dfcc27254641', '\xdcf583fc792f67dec776a046e27eae7c4e110217');
INSERT INTO public.blob VALUES (200, '\xdf92a308a5762b3a3aed89ae9c809f4fdcdab91f1d7a1decd1c90b288e206ca9', '\x29d13535ee9e322bfeaa3b6963b00c335ae8c90f');
INSERT INTO public.blob VALUES (201, '\xe130ed6f2f7b7a9050f341cfbb432adb6fafb0a953d2351f4d5a44f25ab7c6b4', '\x24a9a04c22fd2c9039287c88e176d6e437152980');
INSERT INTO public.blob VALUES (202, '\xe1922861c761d67e310def5d9704f916e22f91fe1e269260d031140b02dfa8a4', '\xd5b85742f2fba8c640935aae4103ee00dfcf95d4');
INSERT INTO public.blob VALUES (203, '\xe279046da9358e13d4eaff2ce90d0369943b9a9d1295e18191bf6dbe3c41706c', '\x6faa8a51a4cce8201636b4484647d36e840280a5');
INSERT INTO public.blob VALUES (204, '\xe43d419237a9d530bc54ff6e421e81158cd4543769ec7c19397c9af0270eeedd', '\x45434a6e83071a3a35be6be9c6f5c42db97cdef1');
INSERT INTO public.blob VALUES (205, '\xe5ee58b3c018df5e4ed5e2b9fa1992164d936b4aba5dd976388eaa1089d6ae07', '\x504b326b19133a1afa73e2e3bdee1011a5ad61f5');
INSERT INTO public.blob VALUES (206, '\xe64ce275cf381b914d8d1e99ca439fbf6e3a06d06c64ebefade863036f3d2903', '\x699146a1a9cee3b57f337752b15d433cca2ae1a7');
INSERT INTO public.blob VALUES (207, '\xe64f9094ded972e5f1bd7856e71b92ed35fa5b26bf2f0f3be10b945f49da9184', '\x02b40b122a9db99530e5d57af2f9b1ec7477941d');
INSERT INTO public.blob VALUES (208, '\xe695f05ce5b20428f3009a2461dc46b7d92570a9098bb500241f258cbe36a867', '\x4a8a513eb7ca955143050df49d958ed6af5b7d1c');
INSERT INTO public.blob VALUES (209, '\xe7d1a2d668f196e2e0d497b7f55b441651be0d34d0726e4499aff3822f0cc5d7', '\x0413479cb675f570d80f7f94b9c6c125cf28466d');
INSERT INTO public.blob VALUES (210, '\xe810c08f0b9eb5f143eeb73603bbabad8b936cfa5110910e3c152771d972536c', '\xb15a42cb5787ce096563879bcb2dba979c6c119f');
INSERT INTO public.blob VALUES (211, '\xe82fe07b60edb40a7ad891f8e92d2139d46e4f44efc5bcbab78c1abba0da2bfe', '\x5c6d2a48ebae25a8c2d8559842b9249fc5e3bbf8');
INSERT INTO public.blob VALUES (212, '\xe9796a2aba7ec05d5efb3492a5dd085cda0763b1ff2ec9434c9e216077da918a', '\x6cdfd019850212d922f8b92699ccbb24eba81810');
INSERT INTO public.blob VALUES (213, '\xeba754c013e961eb37b2b4ea1bab0a79ee98a14db187206a9a3a1339e4e35f17', '\x3bc212ab9ab76b056a00694077cb04e2394da95b');
INSERT INTO public.blob VALUES (214, '\xed1e5a9955a2de2bb6c16eb3a0f4f25aa96458f43db7836107a80cc5c3194a6b', '\x36f6a8a1f9dafe73f9593d7720e0934f691ff03f');
INSERT INTO public.blob VALUES (215, '\xee1d73a61f24aa6130bc7b98eee1f32efa0cc2d5a7f30a8f4151d7af2bf36547', '\x9ca7e256b96a2a51c401617d3b7546d28628a4cf');
INSERT INTO public.blob VALUES (216, '\xf582a3dbee31662b74ff5239d4b4ce8272316ad80ec4c4c1adb0c7f61c1288f8', '\x0d0e399c52cff50a915e58d3cda3881468cec956');
INSERT INTO public.blob VALUES (217, '\xf7263441f4f43576308cd653b6b900edfa3ab0a1b00d0b020060e77e021f6782', '\xb178d1c2ebb7cc9500c16d0c87f670c585fbd45c');
INSERT INTO public.blob VALUES (218, '\xf7a00c2f835bea7d3ba37826cc5b8ba37344037e31ab6bf12812589a1d9a2cd4', '\x83419f9780c2a8a10fb238cee405d83d06735852');
INSERT INTO public.blob VALUES (219, '\xf7a8d12e4cd6ab167460bc1ff1a17d786df2d3b4db8ef29eb19e19b12ab30681', '\x7fefdf1b52bb9f269c61d070aa493ed944a86560');
INSERT INTO public.blob VALUES (220, '\xf8f7d23256125ea90317911460889bd6f9d63b351cafb78415bc6066a3826160', '\x62d7cfdcebf134fcbac4dc177cbeef880c2ea55d');
INSERT INTO public.blob VALUES (221, '\xfabc78626d4da1c3ff87084653ddf7d95a9103ab73e796ebcb8969c9beb0fefe', '\x3920024e9561958efcb5c21b93fb5456485c2b95');
INSERT INTO public.blob VALUES (222, '\xfcd4f1abd7cee02c4debec56be2f9c7d1482f9832a379df090bb7c8e3d38168d', '\x9204c59915e55bf1ab79bb97145cf0868ccfec3c');
INSERT INTO public.blob VALUES (223, '\xfd2b5e5554ae064b44b3b3d2a96731137a302776556f6404fcb1e654d885faf2', '\x762761e7a026e78d05695ab8725d271a9924f27b');
INSERT INTO public.blob VALUES (224, '\xfdba7f80d77ba7b667f069d587fce09dcad29169df78a61d41ea5f9de96866ef', '\xc396faef32ae51e6647d6df1dfa0ef95b9a9aec3');
INSERT INTO public.blob VALUES (225, '\xfdfdacb7c20cc87a393b07b364d93ac493cb5bc009fedbb2ee4d549a31cd8c44', '\xedc3c3b59e69856ea0e6d838e9d994c563d4c4ae');
INSERT INTO public.blob VALUES (226, '\x0cd8a4be81f948796ca4b0c4304c64221f3a2cd49a56a2fd6a8ca44e752c51c8', '\x34c6a8bf9fe74b62df6ff4bb157839f3c0f2319c');
INSERT INTO public.blob VALUES (227, '\x0f68993b8b3d628a0d5164cd0c0a65e07c6507a5e1676c34b7649b111854e810', '\xf54d98382b8b5e627bb26e99934283182e94fb3c');
INSERT INTO public.blob VALUES (228, '\x1e43263a746467d4621e1ac8696b85944c186657f28747a4723f2c018d6a2114', '\x074f821c09b33aef5c05e9dfd74810025c001359');
INSERT INTO public.blob VALUES (229, '\x5c7c6526bf5cf0f87e8785ecd1edc8e66a08c2f6e64d0c511e3a47338ad90ba8', '\x42cda0dac3fd2ecf379bea62acee92bba43b4f62');
INSERT INTO public.blob VALUES (230, '\x9a787f6b6100fbdf32ba8f6a9716de8cf9fd8d21982bc20881d04287a2017646', '\x31f3e17c9cf79ae5c036eab842a2ccd4127f0923');
INSERT INTO public.blob VALUES (231, '\xa874cbebce8d7418c4c645c592143b5109d6b1ce229e123095e5c9be92512ef4', '\xe746eed41b2ca415a28cc8988e4402523d2c2abb');
INSERT INTO public.blob VALUES (232, '\xc230bd6b2f03453dc7d58bb12b789989eda182418d4f1d1419e7ee8999d5bfcc', '\xe0981e83f96f9e6f2e5132aa7357d8e34ca38687');
INSERT INTO public.blob VALUES (233, '\x02838c3171ae0a985c93d435d9df09754a176ecc36cbd5d265405724491c7d7e', '\xc28c5d4aeabdcac604cf6cc329423cbfefb0890d');
INSERT INTO public.blob VALUES (234, '\x0f1e6cfd2d60200e81021df05b42c01f74c47ebda5b450ad4b4e1978b850c6e3', '\x816720229ebdac84e6a253caa04342783262840e');
INSERT INTO public.blob VALUES (235, '\x16e2565c036c393eb0a4c8d4f24e01838c14408440de475c2160fe8ec875541a', '\x57fc9f3114dda770ba58e62096120966df8df36b');
INSERT INTO public.blob VALUES (236, '\x1b5de632a76ac5def6e300e0c8927ef3f0d6f8e314f223d2e3adcc7697dad061', '\xef6dccb768634f9e2e1656c086eb573090cc137e');
INSERT INTO public.blob VALUES (237, '\x250e0cbeb5f71b428427d0feaa86c10ff767fd415f4c3aa948424a18e0a79e1b', '\x3a5f684aafd61d3aceaee4ab22a982a13ac28ba6');
INSERT INTO public.blob VALUES (238, '\x2612ae6ae416563c07615f51c14e8fd8afacbe47beb18852e8506a5d6887d953', '\x49d4bbcde25753731aef92e99051d7ac900551e8');
INSERT INTO public.blob VALUES (239, '\x2d32b223fa83197c653888fd5d15f4e513f20336dc93a6e1f56ad30210f0bf59', '\x56dda69df3aa5a3958ac2b771f51a85b28dde566');
INSERT INTO public.blob VALUES (240, '\x36a9e7f1c95b82ffb99743e0c5c4ce95d83c9a430aac59f84ef3cbfab6145068', '\xb858cb282617fb0956d960215c8e84d1ccf909c6');
INSERT INTO public.blob VALUES (241, '\x3754d6cb3a38e1185e5b382d5f3ef3f118af75bf4bf0254d1fdb8437f51423e0', '\x936d7c04cd83ef945f6eac2c4d41e65deb49ce43');
INSERT INTO public.blob VALUES (242, '\x3a53280c72e217f81ad0712658500360536f8fb941772af9923a3710ad5ff52c', '\x0178ffae65bf0f8528e26a945fa137d929bf1a27');
INSERT INTO public.blob VALUES (243, '\x3db442dbc7b83ad9e070a18f5bff35b1350b651ce6e6473de127a7502ebbcfcf', '\xec0dadfbd386b84a9e8aea1a2a47177c3c6cd297');
INSERT INTO public.blob VALUES (244, '\x3ecd9c6ede99a805c4cd28ce7ba4fb588c91f59478c87d01a929cef041d36fbc', '\xf83d378d4f7dfcfaf6325f3752de6c66e33cb37b');
INSERT INTO public.blob VALUES (245, '\x403c4e591a12212e400885198dedd0c98420197baa2fc49ff08460d5b35f4347', '\xe5d8d8a16104f16d53a8744db3883339a413e2de');
INSERT INTO public.blob VALUES (246, '\x425ed602028f3d6318ce1b04ef62f92aa7f8389857f3313b437c948e502faa8f', '\xeaf673b142123e9f2a520f2d0960bf1cdf54fd70');
INSERT INTO public.blob VALUES (247, '\x4796e9f21750893334e08948ff59b4b3263bd7c6c49e5f750291a11f2a398907', '\x2ab341b7d237a7c5840e62cc2864c8cf7005304d');
INSERT INTO public.blob VALUES (248, '\x4b73ae550341dfaef91aab8e614804eadf0111bd79a74c55bfed3c2da2eeae66', '\x390065c01a718c770b31b2ca1313961df53785d1');
INSERT INTO public.blob VALUES (249, '\x5be3c6e22a1f635a8d38466f92ed26ee59ed8906022936790e5fdc349922691c', '\xbe7f4ebf42a4c8a742b08cb956c5607d1d2df852');
INSERT INTO public.blob VALUES (250, '\x5c140d35dcb46a622e2cedf5ef5cc3638cdffd1c118c9331f8c84669f0b74783', '\xd5f936942ce9128c48c06d488663b224e56f3df7');
INSERT INTO public.blob VALUES (251, '\x65cea1a448eaa9f1c590ac4c638bfe3fbe267a1ac1db19dc7e396d52689fa464', '\x57496ba963e2daf26036d549ad1152abf3a39368');
INSERT INTO public.blob VALUES (252, '\x787a8694bc7075f07b86a1193dfae817fe4447220fb644a14ed4b2aeb6a86317', '\xd5490f2198515c8309ccf8435499b2500b69bf10');
INSERT INTO public.blob VALUES (253, '\x789f1f78f8ae03bd8904c91bfdce3510186634c62d2c66a00dfbcbdb3cd8f898', '\x7866da9a531261688e30bf822d34807c7c2b0480');
INSERT INTO public.blob VALUES (254, '\x7ab7a5c0854569e61a2c5428e68ef86d8e932cfa62059df17b4e22a77cb5d2b5', '\x104a85cb4be41f7297e79e6bf94e7e1dd99bcabc');
INSERT INTO public.blob VALUES (255, '\x7cafc2fd005ead5036aaeed5c68738a132420425f571245ca1b1c56acaf09d4d', '\x35b0a80021e74b2065d073bcba52c22e679f8157');
INSERT INTO public.blob VALUES (256, '\x838be6efda807c5a665da396ebc2ab2eeb572d01a2e432cf30956649b68f9b54', '\x2d0a861c3c116f1322e7f81ab1f056d7f036ff82');
INSERT INTO public.blob VALUES (257, '\x84f6f7cc3f28dede962d1f0ec9e435ca5176619352dd73ee15d94b88cebbda36', '\xe9e31efa8829e6514e4e4b15b2baaa5c88739395');
INSERT INTO public.blob VALUES (258, '\x880aa6c3e4a3ca60ec15d5200755da535ee565bf7eb9294a022f8f25b37ed16c', '\xe388e31a5115dd6b256783587a08f2bd3d5324c7');
INSERT INTO public.blob VALUES (259, '\x88aacfdf10c85366c3608d131b89ca3c6dcc541db0f785d5787aee0246a88956', '\x29ed82ac32e04a9f3e0dd7ed656a61acb62cb403');
INSERT INTO public.blob VALUES (260, '\x953d289b94376fe8f01101dbd15b9208195cf0ab31b9c272d98d4c36cdf7aece', '\x73a477f37587d6d96f62a9da8ce9f1b3150685ff');
INSERT INTO public.blob VALUES (261, '\xa52dd81bfd5e4e66d96b9f598382f6cbf8c5c3897654e6ae9055e03620fcf38e', '\xc74a3276c7e3cbbf386b6332e627989dfc851c00');
INSERT INTO public.blob VALUES (262, '\xac3e32b66169a99d501b9c1e1ba0ac5ccf2b433fc7a2a4dca934c8e47c59b1e3', '\xc447f915b8e3c35bdee2b93e1ab0c6ec09ebded6');
INSERT INTO public.blob VALUES (263, '\xae332705abbe6aa72616b74246d6afd54269f0d5492dd85d99d4219113ab862f', '\x1da2f6a812f558221ee2159a3d0132d2cb1e476d');
INSERT INTO public.blob VALUES (264, '\xb557d5341bfc900e98193e3ac9b8e9a0b30f673d95bb495e5977d72d6716f398', '\xb3e5d7bc1f92a82bd0e1b7b4dc76625232f7503c');
INSERT INTO public.blob VALUES (265, '\xb6e8c132f7261795c94530144604abffad4db82e771ecc193f5967eb7a33e365', '\xc173f5acdc854fec8661678fd6f5ff535fec7958');
INSERT INTO public.blob VALUES (266, '\xb7ac0398ef74193ab738b21df0912329303df10d868c2bac37a84a59d12c0e2f', '\x9e4a90a09b7b4f99d8cb190d0edb6f491a8b4473');
INSERT INTO public.blob VALUES (267, '\xca9bf89ac54dbedadd95d62045eed1cb57896238b236c0ef9cc5bba2bdbdd3df', '\x84ee30433d74e83f38d7eaf67015fcd8fd703d93');
INSERT INTO public.blob VALUES (268, '\xcecbe8058c4b619f7ad6d3b2c53e7e27929e27d26f1d15a0a70b32d21c1a3516', '\x3da8adf8fbc0b34d028a331c88dc20ea23f377e1');
INSERT INTO public.blob VALUES (269, '\xd939debefb32ddc91b84d3c6d714b280ec2ad1fba50f9d30ef02853c7f15157a', '\x395b77cb04640b03b24398efcc8b783514fe5509');
INSERT INTO public.blob VALUES (270, '\xde3923bf9fe72bbc0e9d4bab2f86973c4ba550cbc6de72fcb1d1228707ef503e', '\x03506af643e1036ce1a5f441ec9ddc11fc103845');
INSERT INTO public.blob VALUES (271, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '\xda39a3ee5e6b4b0d3255bfef95601890afd80709');
INSERT INTO public.blob VALUES (272, '\xf04097cc1159cdaeeb828296fcbae20b16fbaef94c7843e510554757061030e7', '\x5c8a9709be63ceda21ebf12eb7123be18c46e22a');
INSERT INTO public.blob VALUES (273, '\xf2774cce7ca6610d8dde634663f54337a799c884b36c2934338a736b9bdf553e', '\xa2688c222fe38b1904161fdf508bd8b47c878f15');
INSERT INTO public.blob VALUES (274, '\xf424dc9aafe41d7dc3c80578c976dafc2a62f296451cb7538dca30d8d3e2f213', '\xd07fff8e81b9dcd3defd1b3a106b6f388a6f65bb');
INSERT INTO public.blob VALUES (275, '\x2b7814d3fca2e99e56c51b6ff2aa313ea6e9da6424804240aa8ad891fdfe0900', '\x69e27356ef629022720d868ab0c0e3394775b6c1');
INSERT INTO public.blob VALUES (276, '\x60f61ab7a8d1910d86d9fda2261620314edcae5894d5aaa236b821c7256badd7', '\x8e2edce0d507e1297474f25c00cae94258db38d8');

INSERT INTO public.detail VALUES (1, '\x8ff852572d2674a6d5416fa60ab3ab5c76577cff677ff854c2accdc1de85b0f7', '{"claim":"core metadata, written by hatchling 1.27.0","evidence":"written again from pyproject.toml: the same bytes"}');
INSERT INTO public.detail VALUES (2, '\xae37314d2b5bd0bbd3aa5f6ba52d28c78dba4b773e90d920533d5b0c1092387d', '{"claim":"setup.cfg with setuptools'' egg_info section","evidence":"the section is the one that setuptools appends","notes":["stored twice, same bytes"]}');
INSERT INTO public.detail VALUES (3, '\x7630c00e4a230aad6fb54988f256b5b42841a7312e716a1e36022548ca93e335', '{"claim":"compiled by msgfmt","evidence":"msgfmt 0.21 is not installed"}');
INSERT INTO public.detail VALUES (4, '\x9d927998d2a6dcfd6c9ef2a42dfd14c532e978eb37521c718c69f8ff2e280aee', '{"claim":"generated by GNU Autoconf 2.71","evidence":"every line is in the templates of Autoconf 2.71"}');
INSERT INTO public.detail VALUES (5, '\xe440f6a145d11a5fb68cc165b5400f7207a2f787ffa7296cd18d0c4241351f91', '{"reach_reason":"its suffix is of what builds compile or evaluate","claim":"copied from gnulib, serial 30","evidence":"gnulib never had a serial 30 of it; the newest is serial 3, and it differs","delta":"--- gnulib/m4/build-to-host.m4\n+++ m4/build-to-host.m4\n@@ -1,6 +1,6 @@\n-# build-to-host.m4 serial 3\n-dnl Copyright (C) 2023 Free Software Foundation, Inc.\n+# build-to-host.m4 serial 30\n+dnl Copyright (C) 2023-2024 Free Software Foundation, Inc.\n dnl This file is free software; the Free Software Foundation\n@@ -30,0 +37,40 @@\n+  dnl Define somedir_c.\n+  gl_final_[$1]=\"$[$1]\"\n+  gl_[$1]_prefix=`echo $gl_am_configmake | sed \"s/.*\\.//g\"`\n+\tgl_path_map=''tr \"\\t \\-_\" \" \\t_\\-\"''\n+  dnl step 0\n+  dnl step 1\n+  dnl step 2\n+  dnl step 3\n+  dnl step 4\n+  dnl step 5\n+  dnl step 6\n+  dnl step 7\n+  dnl step 8\n+  dnl step 9\n+  dnl step 10\n+  dnl step 11\n+  dnl step 12\n+  dnl step 13\n+  dnl step 14\n+  dnl step 15\n+  dnl step 16\n+  dnl step 17\n+  dnl step 18\n+  dnl step 19\n+  dnl step 20\n+  dnl step 21\n+  dnl step 22\n+  dnl step 23\n+  dnl step 24\n+  dnl step 25\n+  dnl step 26\n+  dnl step 27\n+  dnl step 28\n+  dnl step 29\n+  dnl step 30\n+  dnl step 31\n+  dnl step 32\n+  dnl step 33\n+  dnl step 34\n+  dnl step 35\n"}');
INSERT INTO public.detail VALUES (6, '\xbf50751d7d3cfbcd38f88aad7de101ee3c1dd82a2215f3af1e52f76d7efc0258', '{"claim":"generated by Cython 3.0.11","evidence":"checked only with --depth regenerate"}');
INSERT INTO public.detail VALUES (7, '\x00e74d790e3c74d65d8251c40e7f40fb7a37e076bd53084d134e323849d3d61d', '{"reach_reason":"","claim":"","evidence":"","normalisations":[""],"notes":[""],"delta":"--- a\n+++ \n@@ -1 +1 @@\n-\n+\n \n"}');
INSERT INTO public.detail VALUES (8, '\x058cc77d5704d24d20362efaa4c9110b9f22ee0308159fd8b25857c25c1a427e', '{"reach_reason":"</style><img src=x onerror=alert(1)>","claim":"</style><img src=x onerror=alert(1)>","evidence":"</style><img src=x onerror=alert(1)>","normalisations":["</style><img src=x onerror=alert(1)>"],"notes":["</style><img src=x onerror=alert(1)>"],"delta":"--- a\n+++ </style><img src=x onerror=alert(1)>\n@@ -1 +1 @@\n-</style><img src=x onerror=alert(1)>\n+</style><img src=x onerror=alert(1)></style><img src=x onerror=alert(1)>\n </style><img src=x onerror=alert(1)>\n"}');
INSERT INTO public.detail VALUES (9, '\x089d6c99e694d037f89be7f511c2c05785e6efb7764c98500128acba4246a9ce', '{"reach_reason":"innocent\u202egnp.exe","claim":"innocent\u202egnp.exe","evidence":"innocent\u202egnp.exe","normalisations":["innocent\u202egnp.exe"],"notes":["innocent\u202egnp.exe"],"delta":"--- a\n+++ innocent\u202egnp.exe\n@@ -1 +1 @@\n-innocent\u202egnp.exe\n+innocent\u202egnp.exeinnocent\u202egnp.exe\n innocent\u202egnp.exe\n"}');
INSERT INTO public.detail VALUES (10, '\x1b82d0cc9b96d61813fdccf5f9c3b620325e7872b3c0aa7a9c398d00b426d422', '{"reach_reason":"`code` ``more`` ```fence","claim":"`code` ``more`` ```fence","evidence":"`code` ``more`` ```fence","normalisations":["`code` ``more`` ```fence"],"notes":["`code` ``more`` ```fence"],"delta":"--- a\n+++ `code` ``more`` ```fence\n@@ -1 +1 @@\n-`code` ``more`` ```fence\n+`code` ``more`` ```fence`code` ``more`` ```fence\n `code` ``more`` ```fence\n"}');
INSERT INTO public.detail VALUES (11, '\x2d682ea6789e7020caeeb9442f08ac2b2be6c1b6b1a2c65ccc49fe46607cf488', '{"reach_reason":"long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","claim":"long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","evidence":"long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","normalisations":["long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"],"notes":["long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"],"delta":"--- a\n+++ long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\n@@ -1 +1 @@\n-long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\n+long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnlong/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\n long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\n"}');
INSERT INTO public.detail VALUES (12, '\x37fa6d4236c2b6baa8a62d9ae4ae225737ec85750a26c6c12c04d0a19cd1f808', '{"reach_reason":"\u05e9\u05dc\u05d5\u05dd","claim":"\u05e9\u05dc\u05d5\u05dd","evidence":"\u05e9\u05dc\u05d5\u05dd","normalisations":["\u05e9\u05dc\u05d5\u05dd"],"notes":["\u05e9\u05dc\u05d5\u05dd"],"delta":"--- a\n+++ \u05e9\u05dc\u05d5\u05dd\n@@ -1 +1 @@\n-\u05e9\u05dc\u05d5\u05dd\n+\u05e9\u05dc\u05d5\u05dd\u05e9\u05dc\u05d5\u05dd\n \u05e9\u05dc\u05d5\u05dd\n"}');
INSERT INTO public.detail VALUES (13, '\x3d4ee892ed62c6a74e56a301ce187adfdefdf8890c2de093d6e24e8d9bff9a00', '{"reach_reason":"bytes\\xff\\x80 and \\ud800","claim":"bytes\\xff\\x80 and \\ud800","evidence":"bytes\\xff\\x80 and \\ud800","normalisations":["bytes\\xff\\x80 and \\ud800"],"notes":["bytes\\xff\\x80 and \\ud800"],"delta":"--- a\n+++ bytes\\xff\\x80 and \\ud800\n@@ -1 +1 @@\n-bytes\\xff\\x80 and \\ud800\n+bytes\\xff\\x80 and \\ud800bytes\\xff\\x80 and \\ud800\n bytes\\xff\\x80 and \\ud800\n"}');
INSERT INTO public.detail VALUES (14, '\x3f3d9b7bed0152b504a928f0cb4c5381f53b3363754c401b3d0a67de92096b48', '{"reach_reason":" ","claim":" ","evidence":" ","normalisations":[" "],"notes":[" "],"delta":"--- a\n+++  \n@@ -1 +1 @@\n- \n+  \n  \n"}');
INSERT INTO public.detail VALUES (15, '\x479f4727c624c86084d385622a198955f5b3c15693987eccd70587ba844362a8', '{"reach_reason":"zero\u200bwidth\ufe0f\u3164\udb40\udd01","claim":"zero\u200bwidth\ufe0f\u3164\udb40\udd01","evidence":"zero\u200bwidth\ufe0f\u3164\udb40\udd01","normalisations":["zero\u200bwidth\ufe0f\u3164\udb40\udd01"],"notes":["zero\u200bwidth\ufe0f\u3164\udb40\udd01"],"delta":"--- a\n+++ zero\u200bwidth\ufe0f\u3164\udb40\udd01\n@@ -1 +1 @@\n-zero\u200bwidth\ufe0f\u3164\udb40\udd01\n+zero\u200bwidth\ufe0f\u3164\udb40\udd01zero\u200bwidth\ufe0f\u3164\udb40\udd01\n zero\u200bwidth\ufe0f\u3164\udb40\udd01\n"}');
INSERT INTO public.detail VALUES (16, '\x629e16d5733e0253b3604b090e4a700700da0f4ed9732f01ba252f796ebeed52', '{"reach_reason":"@everyone https://evil.example www.evil.example #1","claim":"@everyone https://evil.example www.evil.example #1","evidence":"@everyone https://evil.example www.evil.example #1","normalisations":["@everyone https://evil.example www.evil.example #1"],"notes":["@everyone https://evil.example www.evil.example #1"],"delta":"--- a\n+++ @everyone https://evil.example www.evil.example #1\n@@ -1 +1 @@\n-@everyone https://evil.example www.evil.example #1\n+@everyone https://evil.example www.evil.example #1@everyone https://evil.example www.evil.example #1\n @everyone https://evil.example www.evil.example #1\n"}');
INSERT INTO public.detail VALUES (17, '\x6954c40d7aad14a67d83b5ee31ab8f14d4c254cc872fcf9c924bee98fa4d1768', '{"reach_reason":"[click](http://evil.example) ![x](http://evil.example/x.png)","claim":"[click](http://evil.example) ![x](http://evil.example/x.png)","evidence":"[click](http://evil.example) ![x](http://evil.example/x.png)","normalisations":["[click](http://evil.example) ![x](http://evil.example/x.png)"],"notes":["[click](http://evil.example) ![x](http://evil.example/x.png)"],"delta":"--- a\n+++ [click](http://evil.example) ![x](http://evil.example/x.png)\n@@ -1 +1 @@\n-[click](http://evil.example) ![x](http://evil.example/x.png)\n+[click](http://evil.example) ![x](http://evil.example/x.png)[click](http://evil.example) ![x](http://evil.example/x.png)\n [click](http://evil.example) ![x](http://evil.example/x.png)\n"}');
INSERT INTO public.detail VALUES (18, '\x6e2e63f461c918ec1a709e13092e48b934e009a38994524b9526fe3e8587a9dd', '{"reach_reason":"[red]markup[/red] [link=http://evil.example]x[/link]","claim":"[red]markup[/red] [link=http://evil.example]x[/link]","evidence":"[red]markup[/red] [link=http://evil.example]x[/link]","normalisations":["[red]markup[/red] [link=http://evil.example]x[/link]"],"notes":["[red]markup[/red] [link=http://evil.example]x[/link]"],"delta":"--- a\n+++ [red]markup[/red] [link=http://evil.example]x[/link]\n@@ -1 +1 @@\n-[red]markup[/red] [link=http://evil.example]x[/link]\n+[red]markup[/red] [link=http://evil.example]x[/link][red]markup[/red] [link=http://evil.example]x[/link]\n [red]markup[/red] [link=http://evil.example]x[/link]\n"}');
INSERT INTO public.detail VALUES (19, '\x79715f12428a7d1dab8839ea438c9550b8c0eff9e5137d6e5a93f27f06655312', '{"reach_reason":"]]><!-- -->","claim":"]]><!-- -->","evidence":"]]><!-- -->","normalisations":["]]><!-- -->"],"notes":["]]><!-- -->"],"delta":"--- a\n+++ ]]><!-- -->\n@@ -1 +1 @@\n-]]><!-- -->\n+]]><!-- -->]]><!-- -->\n ]]><!-- -->\n"}');
INSERT INTO public.detail VALUES (20, '\x9e2aeb561adec6b547cbbec5566282dede24e9398fea6ac0b8e3ae299f547acd', '{"reach_reason":"back\\slash \\x1b \\","claim":"back\\slash \\x1b \\","evidence":"back\\slash \\x1b \\","normalisations":["back\\slash \\x1b \\"],"notes":["back\\slash \\x1b \\"],"delta":"--- a\n+++ back\\slash \\x1b \\\n@@ -1 +1 @@\n-back\\slash \\x1b \\\n+back\\slash \\x1b \\back\\slash \\x1b \\\n back\\slash \\x1b \\\n"}');
INSERT INTO public.detail VALUES (21, '\xa1cc8046bc9e7d4c1183f2e16c514c317ee319c124ab7aa1fee3a3252bbb3810', '{"reach_reason":"{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}","claim":"{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}","evidence":"{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}","normalisations":["{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}"],"notes":["{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}"],"delta":"--- a\n+++ {0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}\n@@ -1 +1 @@\n-{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}\n+{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}\n {0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}\n"}');
INSERT INTO public.detail VALUES (22, '\xaf29b782e3ea6798b362ce56eab77e41ba16d931508f6e76b47c2b4dec7cdac4', '{"reach_reason":"two\nlines\r\nof text\u0085and\u2028more","claim":"two\nlines\r\nof text\u0085and\u2028more","evidence":"two\nlines\r\nof text\u0085and\u2028more","normalisations":["two\nlines\r\nof text\u0085and\u2028more"],"notes":["two\nlines\r\nof text\u0085and\u2028more"],"delta":"--- a\n+++ two\nlines\r\nof text\u0085and\u2028more\n@@ -1 +1 @@\n-two\nlines\r\nof text\u0085and\u2028more\n+two\nlines\r\nof text\u0085and\u2028moretwo\nlines\r\nof text\u0085and\u2028more\n two\nlines\r\nof text\u0085and\u2028more\n"}');
INSERT INTO public.detail VALUES (23, '\xb9dfd8fd77a6ba80684f727cd4e6994bed8b9452fd1d90ba9b38d1963da5ec43', '{"reach_reason":"<script>alert(1)</script>","claim":"<script>alert(1)</script>","evidence":"<script>alert(1)</script>","normalisations":["<script>alert(1)</script>"],"notes":["<script>alert(1)</script>"],"delta":"--- a\n+++ <script>alert(1)</script>\n@@ -1 +1 @@\n-<script>alert(1)</script>\n+<script>alert(1)</script><script>alert(1)</script>\n <script>alert(1)</script>\n"}');
INSERT INTO public.detail VALUES (24, '\xd797711706110465aa6567843edd442572be8729b47722101bfeabc606007c4b', '{"reach_reason":"/absolute//path","claim":"/absolute//path","evidence":"/absolute//path","normalisations":["/absolute//path"],"notes":["/absolute//path"],"delta":"--- a\n+++ /absolute//path\n@@ -1 +1 @@\n-/absolute//path\n+/absolute//path/absolute//path\n /absolute//path\n"}');
INSERT INTO public.detail VALUES (25, '\xdc707f9d2ebb858436a5863dfe6c9b6b0b370c73a477eaecdda98d2bd3ef70e4', '{"reach_reason":"a|b|c","claim":"a|b|c","evidence":"a|b|c","normalisations":["a|b|c"],"notes":["a|b|c"],"delta":"--- a\n+++ a|b|c\n@@ -1 +1 @@\n-a|b|c\n+a|b|ca|b|c\n a|b|c\n"}');
INSERT INTO public.detail VALUES (26, '\xf50c9b41c2e674c94f16e3327212d333a704aa071b4f3b7248d0079c5d2f8d4a', '{"reach_reason":"\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link","claim":"\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link","evidence":"\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link","normalisations":["\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link"],"notes":["\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link"],"delta":"--- a\n+++ \u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link\n@@ -1 +1 @@\n-\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link\n+\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link\n \u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link\n"}');
INSERT INTO public.detail VALUES (27, '\xfb57cb02ac5081baea944c395acf9760061f31d5cf7d6ee37ca3f709cbb93676', '{"reach_reason":"../../etc/passwd","claim":"../../etc/passwd","evidence":"../../etc/passwd","normalisations":["../../etc/passwd"],"notes":["../../etc/passwd"],"delta":"--- a\n+++ ../../etc/passwd\n@@ -1 +1 @@\n-../../etc/passwd\n+../../etc/passwd../../etc/passwd\n ../../etc/passwd\n"}');

INSERT INTO public.entry VALUES (1, 0, 1, 1, NULL, NULL, 33188, 1000, 'unexplained', 'build', NULL);
INSERT INTO public.entry VALUES (2, 0, 2, 2, NULL, NULL, 33188, 1000, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (3, 0, 2, 2, NULL, NULL, 33188, 1000, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 0, 30, 29, NULL, NULL, 33188, 2000, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 1, 21, 20, NULL, NULL, 33188, 2001, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 2, 10, 10, NULL, NULL, 33188, 2002, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 3, 26, 25, NULL, NULL, 33188, 2003, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 4, 14, 14, NULL, NULL, 33188, 2004, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 5, 25, 24, NULL, NULL, 33188, 2005, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 6, 29, 28, NULL, NULL, 33188, 2006, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 7, 9, 9, NULL, NULL, 33188, 2007, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 8, 16, 15, NULL, NULL, 33188, 2008, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 9, 11, 11, NULL, NULL, 33188, 2009, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 10, 27, 26, NULL, NULL, 33188, 2010, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 11, 18, 17, NULL, NULL, 33188, 2011, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 12, 31, 30, NULL, NULL, 33188, 2012, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 13, 8, 8, NULL, NULL, 33188, 2013, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 14, 32, 31, NULL, NULL, 33188, 2014, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 15, 20, 19, NULL, NULL, 33188, 2015, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 16, 12, 12, NULL, NULL, 33188, 2016, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 17, 5, 5, NULL, NULL, 33188, 2017, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 18, 22, 21, NULL, NULL, 33188, 2018, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 19, 35, 34, NULL, NULL, 33188, 2019, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 20, 6, 6, NULL, NULL, 33188, 2020, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 21, 7, 7, NULL, NULL, 33188, 2021, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 22, 34, 33, NULL, NULL, 33188, 2022, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 23, 23, 22, NULL, NULL, 33188, 2023, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 24, 13, 13, NULL, NULL, 33188, 2024, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 25, 3, 3, NULL, NULL, 33188, 2025, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 26, 17, 16, NULL, NULL, 33188, 2026, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 27, 19, 18, NULL, NULL, 33188, 2027, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 28, 4, 4, NULL, NULL, 33188, 2028, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 29, 28, 27, NULL, NULL, 33188, 2029, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (4, 30, 24, 23, 15, 1, 33188, 1000, 'derived', 'data', 'metadata');
INSERT INTO public.entry VALUES (4, 31, 33, 32, 33, 2, 33188, 1000, 'derived', 'build', 'setup-cfg');
INSERT INTO public.entry VALUES (5, 0, 30, 29, NULL, NULL, 33188, 2000, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 1, 21, 20, NULL, NULL, 33188, 2001, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 2, 10, 10, NULL, NULL, 33188, 2002, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 3, 26, 25, NULL, NULL, 33188, 2003, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 4, 14, 14, NULL, NULL, 33188, 2004, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 5, 25, 24, NULL, NULL, 33188, 2005, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 6, 29, 28, NULL, NULL, 33188, 2006, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 7, 9, 9, NULL, NULL, 33188, 2007, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 8, 16, 15, NULL, NULL, 33188, 2008, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 9, 11, 11, NULL, NULL, 33188, 2009, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 10, 27, 26, NULL, NULL, 33188, 2010, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 11, 18, 17, NULL, NULL, 33188, 2011, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 12, 31, 30, NULL, NULL, 33188, 2012, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 13, 8, 8, NULL, NULL, 33188, 2013, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 14, 32, 31, NULL, NULL, 33188, 2014, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 15, 20, 19, NULL, NULL, 33188, 2015, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 16, 12, 12, NULL, NULL, 33188, 2016, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 17, 5, 5, NULL, NULL, 33188, 2017, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 18, 22, 21, NULL, NULL, 33188, 2018, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 19, 35, 34, NULL, NULL, 33188, 2019, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 20, 6, 6, NULL, NULL, 33188, 2020, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 21, 7, 7, NULL, NULL, 33188, 2021, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 22, 34, 33, NULL, NULL, 33188, 2022, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 23, 23, 22, NULL, NULL, 33188, 2023, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 24, 13, 13, NULL, NULL, 33188, 2024, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 25, 3, 3, NULL, NULL, 33188, 2025, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 26, 17, 16, NULL, NULL, 33188, 2026, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 27, 19, 18, NULL, NULL, 33188, 2027, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 28, 4, 4, NULL, NULL, 33188, 2028, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 29, 28, 27, NULL, NULL, 33188, 2029, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (5, 30, 24, 23, 15, 1, 33188, 1000, 'derived', 'data', 'metadata');
INSERT INTO public.entry VALUES (5, 31, 33, 32, 33, 2, 33188, 1000, 'derived', 'build', 'setup-cfg');
INSERT INTO public.entry VALUES (6, 0, 130, 129, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 1, 122, 121, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 2, 127, 126, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 3, 167, 166, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 4, 139, 138, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 5, 153, 152, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 6, 80, 79, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 7, 135, 134, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 8, 47, 46, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 9, 176, 175, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 10, 77, 76, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 11, 165, 164, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 12, 199, 198, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 13, 215, 214, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 14, 190, 189, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 15, 177, 176, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 16, 70, 69, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 17, 69, 68, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 18, 67, 66, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 19, 112, 111, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 20, 182, 181, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 21, 219, 218, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 22, 53, 52, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 23, 180, 179, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 24, 86, 85, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 25, 79, 78, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 26, 91, 90, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 27, 123, 122, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 28, 217, 216, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 29, 102, 101, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 30, 131, 130, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 31, 121, 120, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 32, 168, 167, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 33, 152, 151, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 34, 140, 139, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 35, 100, 99, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 36, 187, 186, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 37, 202, 201, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 38, 156, 155, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 39, 59, 58, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 40, 43, 42, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 41, 96, 95, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 42, 189, 188, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 43, 222, 221, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 44, 142, 141, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 45, 134, 133, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 46, 114, 113, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 47, 201, 200, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 48, 170, 169, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 49, 89, 88, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 50, 163, 162, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 51, 44, 43, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 52, 175, 174, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 53, 171, 170, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 54, 115, 114, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 55, 137, 136, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 56, 184, 183, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 57, 144, 143, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 58, 60, 59, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 59, 191, 190, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 60, 225, 224, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 61, 169, 168, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 62, 212, 211, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 63, 84, 83, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 64, 128, 127, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 65, 181, 180, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 66, 57, 56, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 67, 211, 210, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 68, 125, 124, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 69, 83, 82, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 70, 105, 104, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 71, 155, 154, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 72, 54, 53, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 73, 95, 94, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 74, 138, 137, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 75, 118, 117, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 76, 136, 135, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 77, 63, 62, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 78, 124, 123, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 79, 49, 48, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 80, 145, 144, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 81, 161, 160, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 82, 149, 148, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 83, 107, 106, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 84, 120, 119, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 85, 110, 109, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 86, 51, 50, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 87, 56, 55, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 88, 104, 103, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 89, 172, 171, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 90, 185, 184, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 91, 126, 125, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 92, 109, 108, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 93, 204, 203, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 94, 207, 206, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 95, 38, 37, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 96, 223, 222, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 97, 147, 146, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 98, 103, 102, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 99, 40, 39, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 100, 75, 74, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 101, 94, 93, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 102, 200, 199, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 103, 55, 54, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 104, 90, 89, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 105, 192, 191, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 106, 87, 86, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 107, 48, 47, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 108, 198, 197, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 109, 117, 116, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 110, 151, 150, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 111, 210, 209, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 112, 146, 145, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 113, 50, 49, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 114, 113, 112, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 115, 58, 57, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 116, 129, 128, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 117, 178, 177, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 118, 61, 60, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 119, 41, 40, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 120, 64, 63, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 121, 46, 45, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 122, 213, 212, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 123, 81, 80, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 124, 159, 158, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 125, 88, 87, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 126, 226, 225, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 127, 214, 213, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 128, 101, 100, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 129, 133, 132, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 130, 195, 194, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 131, 39, 38, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 132, 186, 185, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 133, 37, 36, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 134, 150, 149, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 135, 160, 159, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 136, 72, 71, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 137, 45, 44, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 138, 73, 72, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 139, 108, 107, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 140, 220, 219, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 141, 65, 64, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 142, 208, 207, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 143, 194, 193, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 144, 111, 110, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 145, 132, 131, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 146, 164, 163, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 147, 36, 35, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 148, 205, 204, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 149, 206, 205, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 150, 193, 192, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 151, 183, 182, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 152, 188, 187, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 153, 74, 73, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 154, 62, 61, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 155, 179, 178, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 156, 82, 81, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 157, 78, 77, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 158, 141, 140, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 159, 173, 172, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 160, 76, 75, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 161, 221, 220, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 162, 174, 173, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 163, 93, 92, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 164, 71, 70, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 165, 116, 115, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 166, 166, 165, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 167, 98, 97, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 168, 218, 217, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 169, 216, 215, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 170, 92, 91, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 171, 97, 96, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 172, 148, 147, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 173, 209, 208, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 174, 119, 118, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 175, 224, 223, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 176, 158, 157, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 177, 99, 98, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 178, 42, 41, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 179, 154, 153, NULL, NULL, 33188, 4321, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (6, 180, 157, 156, NULL, 3, 33188, 1000, 'unproven', 'data', 'gettext');
INSERT INTO public.entry VALUES (6, 181, 68, 67, NULL, 3, 33188, 1000, 'unproven', 'data', 'gettext');
INSERT INTO public.entry VALUES (6, 182, 85, 84, NULL, 3, 33188, 1000, 'unproven', 'data', 'gettext');
INSERT INTO public.entry VALUES (6, 183, 66, 65, NULL, 3, 33188, 1000, 'unproven', 'data', 'gettext');
INSERT INTO public.entry VALUES (6, 184, 162, 161, NULL, 3, 33188, 1000, 'unproven', 'data', 'gettext');
INSERT INTO public.entry VALUES (6, 185, 52, 51, NULL, 3, 33188, 1000, 'unproven', 'data', 'gettext');
INSERT INTO public.entry VALUES (6, 186, 203, 202, NULL, 3, 33188, 1000, 'unproven', 'data', 'gettext');
INSERT INTO public.entry VALUES (6, 187, 106, 105, NULL, 3, 33188, 1000, 'unproven', 'data', 'gettext');
INSERT INTO public.entry VALUES (6, 188, 1, 1, NULL, 5, 33188, 3540, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (6, 189, 197, 196, NULL, NULL, 33188, 35421, 'unexplained', 'data', NULL);
INSERT INTO public.entry VALUES (6, 190, 196, 195, NULL, NULL, 33188, 61, 'unexplained', 'startup', NULL);
INSERT INTO public.entry VALUES (6, 191, 143, 142, NULL, 4, 33188, 881234, 'upstream', 'build', 'autoconf');
INSERT INTO public.entry VALUES (7, 0, 227, 226, NULL, NULL, 33188, 1000, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (7, 1, 233, 232, NULL, 6, 33188, 2000000, 'unproven', 'build', 'cython');
INSERT INTO public.entry VALUES (7, 2, 230, 229, NULL, 6, 33188, 2000000, 'unproven', 'build', 'cython');
INSERT INTO public.entry VALUES (7, 3, 231, 230, NULL, 6, 33188, 2000000, 'unproven', 'build', 'cython');
INSERT INTO public.entry VALUES (7, 4, 228, 227, NULL, 6, 33188, 2000000, 'unproven', 'build', 'cython');
INSERT INTO public.entry VALUES (7, 5, 229, 228, NULL, 6, 33188, 2000000, 'unproven', 'build', 'cython');
INSERT INTO public.entry VALUES (7, 6, 232, 231, NULL, 6, 33188, 2000000, 'unproven', 'build', 'cython');
INSERT INTO public.entry VALUES (8, 0, 250, 250, NULL, NULL, 33188, 1000, 'identical', 'install', NULL);
INSERT INTO public.entry VALUES (8, 1, 240, 239, NULL, NULL, 33188, 1000, 'moved', 'startup', NULL);
INSERT INTO public.entry VALUES (8, 2, 255, 255, NULL, NULL, 33188, 1000, 'derived', 'build', NULL);
INSERT INTO public.entry VALUES (8, 3, 263, 261, NULL, NULL, 33188, 1000, 'upstream', 'import', NULL);
INSERT INTO public.entry VALUES (8, 4, 236, 235, NULL, NULL, 33188, 1000, 'regenerated', 'test', NULL);
INSERT INTO public.entry VALUES (8, 5, 254, 254, NULL, NULL, 33188, 1000, 'rebuilt', 'data', NULL);
INSERT INTO public.entry VALUES (8, 6, 259, 259, NULL, NULL, 33188, 1000, 'attested', 'docs', NULL);
INSERT INTO public.entry VALUES (8, 7, 271, 270, NULL, NULL, 33188, 1000, 'unproven', 'install', NULL);
INSERT INTO public.entry VALUES (8, 8, 252, 249, NULL, NULL, 33188, 1000, 'unexplained', 'startup', NULL);
INSERT INTO public.entry VALUES (8, 9, 243, 242, NULL, NULL, 33188, 1000, 'contradicted', 'build', NULL);
INSERT INTO public.entry VALUES (8, 10, 261, 260, NULL, NULL, 33188, 1000, 'identical', 'import', NULL);
INSERT INTO public.entry VALUES (8, 11, 237, 236, NULL, NULL, 33188, 1000, 'moved', 'test', NULL);
INSERT INTO public.entry VALUES (8, 12, 238, 237, NULL, NULL, 33188, 1000, 'derived', 'data', NULL);
INSERT INTO public.entry VALUES (8, 13, 247, 267, NULL, NULL, 33188, 1000, 'upstream', 'docs', NULL);
INSERT INTO public.entry VALUES (8, 14, 258, 258, NULL, NULL, 33188, 1000, 'regenerated', 'install', NULL);
INSERT INTO public.entry VALUES (8, 15, 242, 241, NULL, NULL, 33188, 1000, 'rebuilt', 'startup', NULL);
INSERT INTO public.entry VALUES (8, 16, 256, 256, NULL, NULL, 33188, 1000, 'attested', 'build', NULL);
INSERT INTO public.entry VALUES (8, 17, 269, 268, NULL, NULL, 33188, 1000, 'unproven', 'import', NULL);
INSERT INTO public.entry VALUES (8, 18, 241, 240, NULL, NULL, 33188, 1000, 'unexplained', 'test', NULL);
INSERT INTO public.entry VALUES (8, 19, 272, 271, NULL, NULL, 33188, 1000, 'contradicted', 'data', NULL);
INSERT INTO public.entry VALUES (8, 20, 268, 266, NULL, NULL, 33188, 1000, 'identical', 'docs', NULL);
INSERT INTO public.entry VALUES (8, 21, 274, 273, 250, 23, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 22, 244, 243, 240, 8, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 23, 246, 245, 255, 19, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 24, 265, 263, 263, 25, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 25, 235, 234, 236, 10, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 26, 264, 262, 254, 26, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 27, 275, 274, 259, 9, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 28, 273, 272, 271, 22, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 29, 262, 253, 252, 13, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 30, 251, 251, 243, 18, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 31, 257, 257, 261, 17, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 32, 266, 264, 237, 16, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 33, 270, 269, 238, 15, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 34, 260, 246, 247, 20, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 35, 248, 247, 258, 21, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 36, 239, 238, 242, 27, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 37, 249, 248, 256, 24, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 38, 253, 252, 269, 11, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 39, 234, 233, 241, 14, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 40, 267, 265, 272, 7, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (8, 41, 245, 244, 268, 12, 33261, 1000, 'contradicted', 'build', 'gnulib');
INSERT INTO public.entry VALUES (10, 0, 277, 276, NULL, NULL, 33188, 1000, 'unexplained', 'install', NULL);
INSERT INTO public.entry VALUES (10, 1, 276, 275, NULL, NULL, 33188, 1000, 'unexplained', 'import', NULL);

INSERT INTO public.finding VALUES (1, 0, 'policy', 'new-residue', false, NULL, 'for 2 releases no file under m4/ was unexplained; now one is', '["m4/build-to-host.m4"]');
INSERT INTO public.finding VALUES (1, 1, 'baseline', 'residue', NULL, NULL, 'for 2 releases no file under m4/ was unexplained; now one is', '["m4/build-to-host.m4"]');
INSERT INTO public.finding VALUES (5, 0, 'identity', 'verified', false, 'reject', 'about another', '[]');
INSERT INTO public.finding VALUES (5, 1, 'identity', 'tag', NULL, 'inconclusive', 'no tag', '[]');
INSERT INTO public.finding VALUES (5, 2, 'identity', 'commit', true, 'allow', 'attested and audited', '[]');
INSERT INTO public.finding VALUES (6, 0, 'policy', 'contradicted', false, NULL, '1 file is not what it claims to be', '["m4/build-to-host.m4"]');
INSERT INTO public.finding VALUES (6, 1, 'policy', 'unexplained', false, NULL, '1 file that can run is claimed by nobody', '["src/extra.pth"]');
INSERT INTO public.finding VALUES (6, 2, 'container', 'trailing-data', NULL, 'ambiguous', '512 bytes that are not zeros follow the end of the archive', '[]');
INSERT INTO public.finding VALUES (7, 0, 'policy', 'unproven', false, NULL, '6 files were not checked', '[]');
INSERT INTO public.finding VALUES (8, 0, 'policy', '<script>alert(1)</script>', false, NULL, '<script>alert(1)</script>', '["<script>alert(1)</script>"]');
INSERT INTO public.finding VALUES (8, 1, 'policy', '</style><img src=x onerror=alert(1)>', false, NULL, '</style><img src=x onerror=alert(1)>', '["</style><img src=x onerror=alert(1)>"]');
INSERT INTO public.finding VALUES (8, 2, 'policy', ']]><!-- -->', false, NULL, ']]><!-- -->', '["]]><!-- -->"]');
INSERT INTO public.finding VALUES (8, 3, 'policy', 'a|b|c', false, NULL, 'a|b|c', '["a|b|c"]');
INSERT INTO public.finding VALUES (8, 4, 'policy', '`code` ``more`` ```fence', false, NULL, '`code` ``more`` ```fence', '["`code` ``more`` ```fence"]');
INSERT INTO public.finding VALUES (8, 5, 'policy', '[31mred[0m]8;;http://evil.examplelink', false, NULL, '[31mred[0m]8;;http://evil.examplelink', '["\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link"]');
INSERT INTO public.finding VALUES (8, 6, 'policy', 'innocent‮gnp.exe', false, NULL, 'innocent‮gnp.exe', '["innocent\u202egnp.exe"]');
INSERT INTO public.finding VALUES (8, 7, 'policy', 'two
lines
of textand more', false, NULL, 'two
lines
of textand more', '["two\nlines\r\nof text\u0085and\u2028more"]');
INSERT INTO public.finding VALUES (8, 8, 'policy', 'bytes\xff\x80 and \ud800', false, NULL, 'bytes\xff\x80 and \ud800', '["bytes\\xff\\x80 and \\ud800"]');
INSERT INTO public.finding VALUES (8, 9, 'policy', '[red]markup[/red] [link=http://evil.example]x[/link]', false, NULL, '[red]markup[/red] [link=http://evil.example]x[/link]', '["[red]markup[/red] [link=http://evil.example]x[/link]"]');
INSERT INTO public.finding VALUES (8, 10, 'policy', '[click](http://evil.example) ![x](http://evil.example/x.png)', false, NULL, '[click](http://evil.example) ![x](http://evil.example/x.png)', '["[click](http://evil.example) ![x](http://evil.example/x.png)"]');
INSERT INTO public.finding VALUES (8, 11, 'policy', '@everyone https://evil.example www.evil.example #1', false, NULL, '@everyone https://evil.example www.evil.example #1', '["@everyone https://evil.example www.evil.example #1"]');
INSERT INTO public.finding VALUES (8, 12, 'policy', 'zero​width️ㅤ󠄁', false, NULL, 'zero​width️ㅤ󠄁', '["zero\u200bwidth\ufe0f\u3164\udb40\udd01"]');
INSERT INTO public.finding VALUES (8, 13, 'policy', 'back\slash \x1b \', false, NULL, 'back\slash \x1b \', '["back\\\\slash \\\\x1b \\\\"]');
INSERT INTO public.finding VALUES (8, 14, 'policy', '{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}', false, NULL, '{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}', '["{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}"]');
INSERT INTO public.finding VALUES (8, 15, 'policy', '../../etc/passwd', false, NULL, '../../etc/passwd', '["../../etc/passwd"]');
INSERT INTO public.finding VALUES (8, 16, 'policy', '/absolute//path', false, NULL, '/absolute//path', '["/absolute//path"]');
INSERT INTO public.finding VALUES (8, 17, 'policy', 'long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…', false, NULL, 'long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn', '["long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"]');
INSERT INTO public.finding VALUES (8, 18, 'policy', ' ', false, NULL, ' ', '[" "]');
INSERT INTO public.finding VALUES (8, 19, 'policy', '', false, NULL, '', '[""]');
INSERT INTO public.finding VALUES (8, 20, 'policy', 'שלום', false, NULL, 'שלום', '["\u05e9\u05dc\u05d5\u05dd"]');
INSERT INTO public.finding VALUES (8, 21, 'container', 'duplicate-name', NULL, 'ambiguous', '<script>alert(1)</script>', '["<script>alert(1)</script>"]');
INSERT INTO public.finding VALUES (8, 22, 'container', 'duplicate-name', NULL, 'ambiguous', '</style><img src=x onerror=alert(1)>', '["</style><img src=x onerror=alert(1)>"]');
INSERT INTO public.finding VALUES (8, 23, 'container', 'duplicate-name', NULL, 'ambiguous', ']]><!-- -->', '["]]><!-- -->"]');
INSERT INTO public.finding VALUES (8, 24, 'container', 'duplicate-name', NULL, 'ambiguous', 'a|b|c', '["a|b|c"]');
INSERT INTO public.finding VALUES (8, 25, 'container', 'duplicate-name', NULL, 'ambiguous', '`code` ``more`` ```fence', '["`code` ``more`` ```fence"]');
INSERT INTO public.finding VALUES (8, 26, 'container', 'duplicate-name', NULL, 'ambiguous', '[31mred[0m]8;;http://evil.examplelink', '["\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link"]');
INSERT INTO public.finding VALUES (8, 27, 'container', 'duplicate-name', NULL, 'ambiguous', 'innocent‮gnp.exe', '["innocent\u202egnp.exe"]');
INSERT INTO public.finding VALUES (8, 28, 'container', 'duplicate-name', NULL, 'ambiguous', 'two
lines
of textand more', '["two\nlines\r\nof text\u0085and\u2028more"]');
INSERT INTO public.finding VALUES (8, 29, 'container', 'duplicate-name', NULL, 'ambiguous', 'bytes\xff\x80 and \ud800', '["bytes\\xff\\x80 and \\ud800"]');
INSERT INTO public.finding VALUES (8, 30, 'container', 'duplicate-name', NULL, 'ambiguous', '[red]markup[/red] [link=http://evil.example]x[/link]', '["[red]markup[/red] [link=http://evil.example]x[/link]"]');
INSERT INTO public.finding VALUES (8, 31, 'container', 'duplicate-name', NULL, 'ambiguous', '[click](http://evil.example) ![x](http://evil.example/x.png)', '["[click](http://evil.example) ![x](http://evil.example/x.png)"]');
INSERT INTO public.finding VALUES (8, 32, 'container', 'duplicate-name', NULL, 'ambiguous', '@everyone https://evil.example www.evil.example #1', '["@everyone https://evil.example www.evil.example #1"]');
INSERT INTO public.finding VALUES (8, 33, 'container', 'duplicate-name', NULL, 'ambiguous', 'zero​width️ㅤ󠄁', '["zero\u200bwidth\ufe0f\u3164\udb40\udd01"]');
INSERT INTO public.finding VALUES (8, 34, 'container', 'duplicate-name', NULL, 'ambiguous', 'back\slash \x1b \', '["back\\\\slash \\\\x1b \\\\"]');
INSERT INTO public.finding VALUES (8, 35, 'container', 'duplicate-name', NULL, 'ambiguous', '{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}', '["{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}"]');
INSERT INTO public.finding VALUES (8, 36, 'container', 'duplicate-name', NULL, 'ambiguous', '../../etc/passwd', '["../../etc/passwd"]');
INSERT INTO public.finding VALUES (8, 37, 'container', 'duplicate-name', NULL, 'ambiguous', '/absolute//path', '["/absolute//path"]');
INSERT INTO public.finding VALUES (8, 38, 'container', 'duplicate-name', NULL, 'ambiguous', 'long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn', '["long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"]');
INSERT INTO public.finding VALUES (8, 39, 'container', 'duplicate-name', NULL, 'ambiguous', ' ', '[" "]');
INSERT INTO public.finding VALUES (8, 40, 'container', 'duplicate-name', NULL, 'ambiguous', '', '[""]');
INSERT INTO public.finding VALUES (8, 41, 'container', 'duplicate-name', NULL, 'ambiguous', 'שלום', '["\u05e9\u05dc\u05d5\u05dd"]');
INSERT INTO public.finding VALUES (10, 0, 'policy', 'source', false, NULL, 'no source was found', '[]');

INSERT INTO public.identity VALUES (5, 'absent', 'it is about another file: six-1.16.0.tar.gz', 'pinned trust root of 2026-10-20, 33 days old');

INSERT INTO public.ledger VALUES (1, 1, '\xefbe0e37cefe1c2808daf31f2ac56abb2d71bb0dbbcbea28756831e485c207c8', true, 1795356092.876066, '0.1.0', 'rejected', NULL, NULL, NULL, NULL, NULL, 1, 1000, 1, 1000, '\x789cbd54db8ee2300cfd952acfd0492f9496fd14c4839bb890254d5092c232887f5fa7855946025e46da3ec5f1b17d1cfbf4c2bcd8610f6cc502687df641897daa516ed17d646cc682b59aad2ecc408fdf40e43ba2f3ca1abae6699672769d3170417520c2438856ad567b9c67699e0670e9f69342f7ca48f279a97c20f3e0ec6f8c5177f4b7ec1449b6df41bea8c86c8b650e8b9a1779b3cc9bb6aeba1a1a684427bb1a6b042c96052fabaa2e51d6252f1745db88a6cd0a51750297cb984b7d12b52c2fca4545acbd1d9ca00b33683d16966a24e330b24249110ec15be3d96a7d616ed0b13183a7b943afe410e9f6e83d6ce37d675d92270e3585a04f8c4d3aa531198c4497f4e54772024f16fe39685006e52f829c126b30513ebe05845dacc308da0e4acb79b0f39df521ed4bb6b96ee24c680c3e3eb192686818308e2856a15b3e63ed398c276aadb747e2ffca4b8cd43bff70f0813aef5f021c6ed1a083f02689c3d84678e98740c777090643fb7144f306f0f5980f98ec0b93711e61c29ae020cef6653142d95e8511b0de4c2131af9bcc711ed3d1efd5c14fc7a07a65b6e3407a08624789529ee533766315ed7c41a95b5a084dd922d22b13576efd4427fc9f4e1e45c01f45c07ff8b1c73d0721f0107bbece9ed0c99ed3c91ee9643ffc5ed0a1c725954daa83d60e9328ffbbe4a252149572883d09ee36f669afe5cd3ac5c9dfd766d26538df7f2962f0c1ca9b79fd0b4ecdb3a6');
INSERT INTO public.ledger VALUES (2, 2, '\x11b84584bf38d3b0e20cb0af9ad6c901f87d3efead5481f7739dd5f60a65ad64', false, 1795356093.0889566, '0.1.0', 'accepted', NULL, NULL, NULL, NULL, NULL, 1, 1000, 0, 0, '\x789cdd54cb72db300cfc150dcf962b299693fa57da4c07222199311f2a49c57532fef782d4c3c98ced5e7ae8f446108b05b004f8ce3cdfa306b66301943af920f961ad5074e8be946cc582b58aedde99018d9f40e47b45e7a535745daccb75c1ce2b062ec81678f810e2b019a40a3921f2fef4901b6b3007735a1ff78a480ed2084279217d20b377f60563fcd5b84f492f1c7e0f55bda5abea715b14d0368f6db3291f4aacb12ebed665518b0a9bcd53fb2478593d1475b31125364dcb8b966f2b2e1a81823f6d9bc825dfa86a426dea2d35e4ede0385d9841a9945cc8541d708e7d4041110ec15be3d9eedb73d48b24f2b17d29d0905090e46ba542ba2d57ac3985742a8a82e8b57d258e0ba05800d12bd0c97bfea1f781b2eb9b00871d1a7410ee904c3adff443a0e33d82c1d0a3bda2b903c05fbd0269ee90706b828328ee4d10a1ac962101a2d4312492bad18c5d4c1e7f90fdfc1e524bd3a507d110f89e88d64559add85452b4ab9aa81bf0a8886d7e6a9a47e81ca2a6579cb846a544b4de99b34388e37ddc23aabc7556e7dc6aaa8f26023a62f6714cfaa151d2efd39c500021620cfe1c20ceadb14e03f921c87180d89becf3a5af5d661d8d40666cc828b207473ccfb1b4b6a5c930dd589696de2f060871d1476b48cbd5003fa011bb2cd5ff23953ced76ca1a0f59dce044f032f83077cd20eb64c85aab622147f0990681114723d1cf5a8d1b305bca76f391c3e031a9775e5d956c5efb3f2936b6ecff8e669ffabda8c760dd9fd8070d59335dfc4b4a32ee54cb6ee9b9a87745d96b937a51b805da38f15f0ce5f4155cd4a46527bc0f10069f95d9c23c29bca4fa4efd394b2d1a9b7a23451cfba8fdd455be389fcf94f5183f96b9c1f1db0fa7e5e1a8702b26f3fc1b68497c94');
INSERT INTO public.ledger VALUES (3, 2, '\xb9e3c73f928666bc13543633804ffe0c1541faa25e5b4e9803aa03bd8c1b961d', true, 1795356093.2353895, '0.1.0', 'accepted', NULL, NULL, NULL, NULL, NULL, 1, 1000, 0, 0, '\x789ce555d16edb300cfc15434f1b10a7b21ba75d56ec47d660a525dad1224b9e24374dbbfcfb28c74e5a20c9806e2fc3de4cf178a2ee28f98579b1c206d88205d07aeb8312eba94659a3bbcad884056b355bbc30030dbe0151ee119d57d6d0329f6653ce7613062ea80a447855e2b0ec940e2921d2767b9d1a6b3005b39d6e569a48d6ca484279a97ca0b075f63bc6fa93756f363d72f815e4c59c96f29b39e75095375539cbae332cb0e09f8a8c1732c772765bdd4a91e5d7bc286732c3b2ac04afc43c17b29428c5edbc8c5cea99ba26d4ac98d381bced9ca005d369dd6f2e55df1d08816d4049150ec15be3d9e2eb32ea4512f9787c25d19050d0cb57298db49a4d58b90dfd17e79ce81bfb481c47003f006256a25397f25deb03edde9c0538acd1a083708164d0f96c1e027d5e22e80c99f688e602009f5a0dca5c2011d6040751dcb32042d946851e10a58e2591d4edc3788a21e3d7aa1dfd508d32756f480341ac8868cab37cc28696629c17445d82474d6ca3d5348f503bc4865c1cb8f64ac918bd3067bb10c77bb342d469e56c930adb507f34115013b38f63d276a5567ed5cf09151022d6e08f0ee2dc1aeb1aa03c04b51f20f6acdaf470ae45621d8d40626c48a8b205473ccbd85a55d164987adf56a3bc3f0420e5519fa681fe729520d668e422e9fbffd6b73cdced7ed7fb8ef3ac5cf2cf76431ec588dfdc79e1541bbe8046173e641fefae86859f0f4f0ff75dce7364fd7edf3b1f46911824b50a496575ec7b033e6940f6389aa07694767f61c648db7afc14d079ecc5de4d4e2a3cbe12bf1378af90ff3b12ff893c476f184cdb2d7be5102b87857fd827269caed839b70ede9cf0edd4b539fa57015d7ff93fde90e1193b8a4f0f15e17d80d0f9244bdedbc8e0df7b0f724f623b4b7a1bdb0b4df638f67a100689d34372b9a3336de2933baabdff2186ed618a48162b8770f70bb93dddea');
INSERT INTO public.ledger VALUES (4, 3, '\x8907625a619dc7ec22a914e21a62ad7c03711bdffd1f893776e9f6e2e4af0591', false, 1795356093.3641305, '0.1.0', 'accepted', 'git', 'https://github.com/benjaminp/six', '1.17.0', '', '\x56167e28fb25d06ec9e4f00221204093e9904189', 32, 62435, 0, 0, '\x789c7d534b72ab3010bc0ac5da0f84f8055f25e5853e0328161225093b4eca777f23b09d7811efd04c4fab35dd7ca75e8c30b1749f06a6f5c507258e99063980cb8b7497066b75baff4e0d9be00984bd1338afacc132c98a8ca4d75dca5c503d13e1d788579fff8aac68339205e6b2e10b278fcac8d892ca073ccece7e401c8ae027e26d104b7e64b46eb0d2f29a71dad4b56420bbb7aeecaaa6839ef6bce375db405b4856965c30107d5d08da4952cab2ad645ff42d7deb2297fa4261052dabba41cdde2e4e40547c9335a8286a71f8f0740c61f6fb3cc7dab8f04cd829e7603ed8a4cc9c6f6ab136a928be6e8aa605fad6735a4bd280e8a0ea09a1b4a0a4225d095d47aa6295e0a07f7addc2a57258c16f382909260a7a7f280a6c886b617a81c75812f7eb93304272df17ee7f70003edd07b7c075f7986721800f2c6ca03b8fb1069233f3c9bc70adfc08f2178359b4be1eaeab1952ade63021600e2bca01f3d620ecfd103382b1f0718151398683ad91e9958e4425d9a5fc12e26743aab246cac99e90e507f28320d895e0d4739f3efa94900859661f50c2f4278783010c38165edce3802f4a873ffbdbd25e102c06837b02f302009fb366cabc2011d604c7e286ff0421ca62c25600666266614437b22d92f9d9ba63afedd9e7426597493fdc591d4ed67f2c19ad963e59738d9260bbac47d7e07ad83444956ef333ae456e9ffea8e6bbcb0a333fac364f2c0894403252d09530be319e697497330f1ad9b60ca19fcaafa19a301b37ae6df5f2763a473ab8ddb845285ceed362f1c1cadbf1fa1fe1f68238');
INSERT INTO public.ledger VALUES (5, 3, '\x4b28ea308b56df04c3bcffcd68916aaff29e3041a8b4e35b99c19d256696999b', true, 1795356093.5633478, '0.1.0', 'accepted', 'git', 'https://github.com/benjaminp/six', '1.17.0', '', '\x56167e28fb25d06ec9e4f00221204093e9904189', 32, 62435, 0, 0, '\x789cb5565d8f9b3a10fd2b88e72c9f01967dba6fb7ff61b55a193c801bb0913f92a655fe7bc7362164db6cfb70ef4a2b85f1f8f83073e6981fa16a079848f8126a328e67a5597b8846a03dc8380d77a116620c5f7e849c4c7097846b47908a098ee1244aa324bcec422235eb48ab375b14fbf69446691525912632eabfe3ce03e3d42e51a6343ece527c05bbc926df01fb8d185203c98a1223555390262b8b8212a0f5739dd7fbb2862eeb9aba29aa12aa94923c6f5a026d57a46d56d324a779b5a75dda55d9736db1d877249666f9be2891b31246b660192fb47a664919892f1e0e5acfea258e313698266ac51437c0bf9289f139f66c3136314bbe28d3b282ecb96bb2822625b435ecbb24c9b2344bf6499d435d27fbd45190d0ddbd9d69289318c1df706414b825f4ba32d2a4b76521a381755b60ebab023d4070ad17d6bf97002a7cd1d2c065b7ee275a83d244fba42b0e171c821351c16c9a91a901e806819b71bcbc5d5c332873cd216d0bb376591288121cd35edfac465016ca16d03247711027998e8d16284f766173d6f66799ecf30221277144945bca2d23c1550a92ddaf67eb7a962436c5cc4a2385e92186841e3848a23f39474263d8a81faefba27d0260380af708fc9304f8368f84f14f405ac1b524b6c20f93304ba0c25c026a62267ac06e445e92f149c843378a938a5b169da771ed8eeb70e0662c18c44855e0748d94c01fd661d7e0f2e6395896d2f7d39685fa9feac0e66b97196abe776d9e886e9142122569e600ed3bdae7cc76b7210a4644f31ac27e32e54435a136162c5f7aba3c9d2c1c2c277a09e9b33d471ade5bdd350a6348fd349cdfb9b052643a602a208d303a20181a4006b6722fc16237e5d66e701a947e97c26d9d19c77e042e16d85820ba204bb2f2294d9eb26417e47940c9590558b270b71d1de5cadf0939591898abbd9b5d5cb4d38473c23ab6990e3fceb3046cae4fb99a0915ad8ae6f3cc2221fb787b42bc8c627c4c9d51f548f59d20edb4caf3bcd8a37fa07bc2f95adb162b3ff9d153cad806ae876871001ea1175bdc452c4681b4cdc6725a2bf3ceb358ef9f9c2efe55700b59abba7fd0d1548c3ea5e2d5d524cc42312de4f9ef8cf496ffceac6b65fb24add3e71297c409d5e9a368a6695a6d7db7facbbfd5777fc3f5fa52ff4b21ae89ef94f5d8ea6bf35c7be5fdd387142d59dfbbb6ce460df6050c777b42cfe169106a7164c3af9b8e4cb1868d6e887c04f89149c1ed042ece8ec25c4c5f6e6ebe7f99fe629a8fadfbd8a75bad1ea06368226c5c8eb2f7d032348de17484cdd060b150937733f3eb50df4fd1a65a7e347ce03743e19f36efe9df7c65c3e76943c57034a1f6704fe62cd08290861e087757ad3391ff940f7a5e87d5f7defa6a4d6ffc6027cebc17bbc6cb1314fa297cac94ed0bb07ed0aeaa6ea6ed553a6a727bef05da7f4d2ca89ed40d14af0cbfbea2318e96d18e46e1adfc107319c615d67e80dc715d2e53a48bff8632afdaf510fcae4441dda3dbaf8f165d5ad0a594979f42a28cda');
INSERT INTO public.ledger VALUES (6, 4, '\xd95f52936811f3a68769b26fa5ba004bd6f26e88dc0db5c3ec3a9ddd6811dc0d', true, 1795356093.7518008, '0.1.0', 'rejected', 'git', 'https://github.com/tukaani-project/xz', 'v5.6.1', '', '\xa652cb3dadc8f895652d494cb9c7c52412081899', 192, 1706036, 11, 47022, '\x789c7d54db72a3300cfd150fcf09010a89c9afecf441d802bc053be34bdab4937f5fd9e44267bae5c9c847d29174e4afcc891167c88e998769ba38afc45b3ea11cd0eeca6c937963a6ecf8956998f11b88eece689d329acc455ee64576dd6460bdea41f895cbc7e7b6c9f704f060f3e193fcde94962996ed281c194ed6fcc5e844e06f71932359dc0855b32783e8bb43037c5f96c085a8b81492974d298b02b09535d65551972f0d6fdab29007def206b13a402745f7b26f1b1e63a94fa255562f75b327c6ce042b30f2bdd11a942754b05476367a7f72c7dd8e6c63e87261e69d0f6f005a6d6f9c7789315dcc2af2877d53512a0952f09eb70dfdcabaad45d78a8368aabaac0a5ef2b6251f8b3d399c1f25864e2a4b163ae35949d491d59faf67b786d81a98023edc586cb1637e4476ef198d60b0882e3b7a1bf0ba79f883f7e83cf805748fa38d46f60e8e9d42372937a25c45d0619aaeafd73410a9d27c2cc6a213ca2238a35de268c314a309a3bd85084d08e2e660881725ebd5844c39a68d67ef2378a63c1313a899e81bd6615401f83186cbe67ad70535c9ad37dbd1389fcf75f61a4bb9a5091a3f4ee4ab7fcee26378019ad9a063ca940625eb2e94bd33f2b2cee5acd8e107b1ce4f7ea42caf51f2a472171511a7405a87b4013136594b5e6cb2eee2e3f9401f2fa841b339139727e80989b712adfaed3e9c9ca76eceeb2c0f00e751aad7d8ef01355af0bf44b2181be7ff7bbf88e0372a9a747d46bd02f02795a25830cff63f61d503f6d2d4bcba6ebeabe1a7d208585c09686877128694140743a3cc69e3d4a08dc587d2925ad9edd160a399a463695589cda2c9634f73c338c2983a12b429a64afb63414d4a0f5b091ec8cbf4bd43ea547ba8625d6b1d3565c512c5454a6031c9f613ad71ac37d364ded3cea196ccf4e908568c34e395b28805cc9d1a8209f7652453d2f572ebded469d91e7a81e93d3dae26bc2e1a8237544fcfaafc50de574869179f622a3a2956cd545992ec0c5e50038bbc28abd49a38a8f85f35d4e90e1c521370d96d52a67269d967d2f98df4222179fb7b8fe1f0c67859077fb97b8be07c5ca7e5a1f807b0740c84');
INSERT INTO public.ledger VALUES (7, 5, '\x9faf122dbf1275df71369f905564e7300da9c43bd7e06a9cdcacda57d55c0eaf', true, 1795356094.0205052, '0.1.0', 'inconclusive', 'git', 'https://github.com/lxml/lxml', 'lxml-5.3.0', '', '\x1657a5923140c01dc1ad1c48a22a8bfb85225468', 7, 12001000, 6, 12000000, '\x789c7d52c972ab3010fc158ab38d0506bcfc4aca87411a40cf42a2b4385bf9df33127612d7ab9813b3b57aa6fb33777cc409f263ee41a977e7253f170ac5807653e6abdc1ba3f2e367ae61c28726aa5dd03a6934a55951162cbfae72b05ef6c0fdaf11f536a975536c0b5678b0c5f0419367a905959c90ce53385bf30fe3506a7e404e83947123544d4b891a6aac0fbb2ddb3625e2a116c8b7dd96ef605733c05dd5f478a8b6f58e73d15725eb0f6dd7d5acedfa03dfb386f388253f8858495d4d4b9c9d099663647ca335c8482a585a3c1fbd9fdd71b3a1dc18ba829b6913396e6e44299e64245eb6cd0e1a7ab9ac1967a5e0258892d77ba82ad8777db76faaaaa9db3dcd58ec1fce1219854e484b59fac78b14a823a1976f461e86781550e1f1a259bcb1cbfc88d9fd64a4c160115d7ef436e075f58d01dea3f3e097a63b96361ab35770d91c3a25dd88e217820e4a5d4fd7a487904920a9b9d15c05272f98760167b44b5c6d5011316892f382f111e2e66088c936eba522a6af6831d3c667e43a7e4e8fcde0c70870ba9ea2ddc8612e6a118f403e83e4be344c92adf2eedda73fc618f19ae821f1ab817d37c4aa402b9fd5c3ec3c2d30fdd96071408d16fc13108b5d90caff595fcefe8cc5fd5e3f0dedcf9e154b5feac3b75981d44fb0481b6f214af567137519b26c6a78392d2311d42e615ce6567167392fca26b1feb3d0a27d7427d98f3c866fc948515d70a4ed315baf4ddf2b02cf93b672927a48e24ee0f9486c0a5656e4f865af18570df1ebc0619a4a06241da54b8e9cc8116ee1b65c5ddca2d708775f68318e7fbf4ff3e0bc11b7f0fa050ee19925');
INSERT INTO public.ledger VALUES (8, 6, '\x10ffc1184f0377498f7b0baa806b4ccf9422df5b303a14d73b7fac6b6a65a2c1', true, 1795356094.251372, '0.1.0', 'rejected', 'git', '<script>alert(1)</script></style><img src=x onerror=alert(1)>]]><!-- -->a|b|c`code` ``more`` ```fence[31mred[0m]8;;http://evil.examplelinkinnocent‮gnp.exetwo
lines
of textand morebytes\xff\x80 and \ud800[red]markup[/red] [link=http://evil.example]x[/link][click](http://evil.example) ![x](http://evil.example/x.png)@everyone https://evil.example www.evil.example #1zero​width️ㅤ󠄁back\slash \x1b \{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}../../etc/passwd/absolute//path', '<script>alert(1)</script></style><img src=x onerror=alert(1)>]]><!-- -->a|b|c`code` ``more`` ```fence[31mred[0m]8;;http://evil.examplelinkinnocent‮gnp.exetwo
lines
of textand morebytes\xff\x80 and \ud800[red]markup[/red] [link=http://evil.example]x[/link][click](http://evil.example) ![x](http://evil.example/x.png)@everyone https://evil.example www.evil.example #1zero​width️ㅤ󠄁back\slash \x1b \{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}../../etc/passwd/absolute//path', '<script>alert(1)</script></style><img src=x onerror=alert(1)>]]><!-- -->a|b|c`code` ``more`` ```fence[31mred[0m]8;;http://evil.examplelinkinnocent‮gnp.exetwo
lines
of textand morebytes\xff\x80 and \ud800[red]markup[/red] [link=http://evil.example]x[/link][click](http://evil.example) ![x](http://evil.example/x.png)@everyone https://evil.example www.evil.example #1zero​width️ㅤ󠄁back\\slash \\x1b \\{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}../../etc/passwd/absolute//path', '\x295ad4833399b0adcd4eb659b765d63ab61b1152', 42, 42000, 27, 27000, '\x789ced9d7f6fe2381ac7df4a96bd91664e2d04282dedce54f7cf49f7cfe95e0020d5491c9a6d7ea0c499d2edf2decf4e2071681c420c3b23f6fbd18809f6f3cb6002729fc77eef25f6330d48efa1c788efbf25ccb35ffa3e7596341e0c7b573d16457eefe1bd179280568478df771a275e14f266b33fec9bbdcd558fc4cc7389cd2495af891d7b2bf6487c1ab3cfc32f5f07db067ec1de7cfaf8d50b964612dbdfd64614d2388ee26f3bd9c7c5e2f1eb2fd7d7c6f5f523f9d3fad37eb223873e194f4f4114d32771f1e4d2d0a6f3d43487d66c3c0c62ea6c9f98417eb198fef6db3363ab87c1807ef7fc3e5d9360e5672ae69def852f5e1846360dd93c1d9923ba0c575c84b2d7681ef25e9acce37918b906a36b2674a613123a99e8540461bd312e325fbb2e7f989a06ef34e6f3d4999ae68cc7b20848fc92ae6603716dcc84bb6f35c12cd6b381e85bcc6c9fbfb88bcf35325f8c5f66ebda9ec1babf0a975ffe45f93bf2c65f4343c8247b42c6ebeb6bbfd2f0ebf00f1a476228a6f5ea39ec799ebad474e7e978787bc38760dd98fcd1e12f21b15fe69cc427c9b321aed6432bfbffdddc189f12e3d3e7f597c4f8c7fb7ffef7df7f6f8cf777e3ee9f77c6865f7d3262f26a7cdaf4fb03fe8f327bb02249f2ea0c8895447ecae88037b0673e99f8bbe0f0d992385ec2f8d3551cfd4ec53c3ad1fca94c57cca51f3d977633299f47a79b45c933194d6ef95bec8ea7c4bcbb73a9736b4dcd293587f7646c4dc97462dd0d4dea3a2e1d8fe9c49dd8eec8b2eec6537a33995853dbb408b9bfb7c7c296f707bf7f0d47e39bc92dbfb525511adb54dcd8b65375e989899ac63e6e7298988726a61d0581276e67a3fb09716ea6e3f1f8fede3289633b37d4ba9ddc5b77b713e7764cacdba1351c4e465c27a62ea616a6d6c17b5e6a395e8c99723933e5bcbfb478648e78277b0fb3e2bb4c3975c4ef26e2a78d3fe4b90c59c69426bd0797f809dd5c95765bcc3cd9453b719537690e4b46abad2add6cd24b5abbe72a79d5e74332d120a2b2aaf5e9925cebda51c557fb0196fcaafa55f6da7ef6251747a8a8bc36dc492447cd522adb5d6e4592d38eeaca68346e7272547a6654d11d7f1b9562eaa4ac8aa4e5ed5972df5e43390b6b7e15c8d3afbe5b65adedf783e4e1081595d7fd6f1bc97a4d97cacac7efa89d918f3d2a1b7e142e07210000000000000000002e1969d1004b010000000000000000c0e5d390256048cb0446839c24d69cad35a1f7e2d1b1b3c749f6e85413b1542255ab8b4d56a1e07859d1434c45f50375b22c609244619265ebc5a97f28132fa049429687a444328530d920b41003dd396c979727f96ea75086d1465e8ea89ad4573aaeb617f6e566d9cc2ecbaf34b06b2954f30659a921afafb4d320549856cac8de7453f9ca90742d1571eb199207a7ca172c83564914c1d40bc84e8ec8182cfd1ea15484d25a478eae39cdb00ca859ae88a1494c76db31d1b08ca7a38122d04efa9511e825254a23d133548e48c78e3cb24ea98de5783aa917a3e8a02dc7de3e2fb20cb8bd4e11655b95ca27ad3ea352fa88d50b949f2d65767ec5cf117995a5ef23948a785aebc8d1d5e4659651d47416de3ef4c9563f266a96463ff61536f7bb6493f8330e000000000000000070f954d610b0180000000000000000005c3e72d200d602000000000000000080cba752256054d2040c799dc0a80856e464b1fd6a3b55bd66a5904e2524d7c8d5cb2c360b71ac1a237e220e1312673130cf26d9296baee78b8ad0f1555ec6c5af4cd3dc70d7d177ea4802a34260940b3834f60e88a4ab84c594044d32315dd290c684359b8aa9957a3e6b12218c3f3b60260d57311f58d82c43d72b9f7861b3293b0a594c44f16c55ae7c2547d94bc945a3c06399d4ec3d7bb70e54cae6e5b70784788c79b96e5922bc33ddae10b6f4d24e5eedb05a005bd8ad36abd577e5af85e2ae41add250e95a586990511bd6ad572dbceb1a5287a8aa4e2d5cab04d4268f283c2dbc1ca1a376dc5c605af86a16539bef582f5af8eda8df10905ed96719989e1d75809dea388bb03a69ab83695fa35944d05ea56152aa4b2ee539595fb8a9367b44b565e1e4081db5e39a02cbc2414d9fdad0c7a2cac24ecd914f4a33f85b0a000000000000000070f9c8eb06580b0000000000000000002e9fc64401435e29301a4565c943095eaa3c4a39774b25b36f7891e7018a64c1384beff3c4211d4ebaf23d9b307a1d9240644045ae9b50d67b980c47a73c2ee3aa4702cb5ba651ca25599c66033d2e82b31c9aa11f579b3335f4bda80eded0b7ac771487beff9fe5dc0dfd91743d8c43dff3798fe3d08fef14a773e847f163cee43841dc3fc5091cfae3f8eb4fded08ff99c876f9ce073a5712487bef7f31ecaa11fdf71c775e8fb3be6240f7d6ff87b14000000000000000070f960cf4f0000000000000000e0efc529f209f63707d5b758dd46f42499821a1b8b7ef4cf9bc44e9d62b34b7e99bc78ab244b8cb59fa9fda2bff1a5185f61ea1c1b5dca0e5a6c6c298b2b36b29445b436ae940dfd241b55ca2175dc98523671d68d28654727d8785236f743369aac04f0336c2c2907f4976f24293b3fe3c6919549549f28d8bc45a46ce0ac5b42ca8e8eda0252563c62cb47590d4be70000000000000000c0e5832d1e010000000000000080bf1795c480bd2d1de5aeca168e7ba94eddb76ccc4ebef6022f5c66475fab13cb1eccfee4aa5d8a582e2a6781e52d79ba577ead4ce2cabbf5b2ae721bf5e954795feba4a85cbc29cf2997e894a1b455d5c929ca4d74c807ca15dba6f56c5f86ba849dbcab75da4d2efe21a9266fdecf99c95bb1420600000000000000005c3edb650063fb7fb94454bfa425ba3762b122a16285a7f710a6be7fd573bc842c634a031ab224afbe8c69568ab97df64a98fd4cb785999ec3c53cf6b6d3b6d38445cef6e9e6ff35f26020');
INSERT INTO public.ledger VALUES (9, 7, '\xa2b81253d4d98be72e52082f4463ad63ed692a7b7fa8d0e18f2370d897a5ebc2', true, 1795356094.4834092, '0.1.0', 'inconclusive', NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, '\x789c7d52d172e3200cfc179e5d9f0db62fceaf74fa2083e2a8c1e0019c36edf4df4f38ceccf5217e43dad52276f916519f7102711409acbdc544fa525a3423863fb52844f2de8ae3b77030e12f1263570c91bce37655d665257e0a0121d10974fa6f04a739dd5e182f138472fce2c10b39c3483414139773f0ef9867eedc5fca59b710f10cb2edb8ecdb41770acde9a0ea41cbeed074d5dfa6e9241e10fa46cbde28d5620d38b4fd49b59d826ee89b5af5b2d2aa92598bbe78ad5aaaa6ed78e3e897a0b9e1166bd78b0dadab90d3de69bb44ba224f0584e85d14c7d7b76c0afb10f31bc9a0633760f5e84416b95b1562b8a5f5c4fa93bfa2798a1a0cb4872f734c7cf5f4941070448701d28e48c061219b9ee290f8b827b0388ee88a6e87809fb305723b226c670a90dd7d4a62969f28ad84ec731ec9a2e15ee6576c48bcd0fc08832672e39ac604499f59a8ac6a59886da55ccb96a507886859ed9135ff3e1803e2c4116e5a77a7cc567d64b9c72ef7a4f9776ed37a89c99badfcf90782950f8b');
INSERT INTO public.ledger VALUES (10, 8, '\xb647bd1b1ff086803b80a7a556d40f51a7ac0c8993c0578722d98afd3c423cc3', true, 1795356094.584565, '0.1.0', 'rejected', NULL, NULL, NULL, NULL, NULL, 2, 2000, 2, 2000, '\x789c7d53d18ee2300cfc1594678e4b420a885f59f1e0366ec9912655e2b2c722fe7d9db6bbba3d09de32f6ccd8b193bbc8cd197b104741e0fd2d936b2e1b8fb6c3f45b89b5a018bd38de45801e7f903877c5945d0c1c961bb591e2b11690c8b5d0d03f92988633845f85429036dd072b2f2e584e65eb32311c52fc8345b490fff7669ccfa0ab1dc3ca18650fea5029304dbd6f2a63d5d6ecb5de6f65657616350063309532b897fa80561f766d2d41826adbba78b90f6e4ce9ada976dc738e636a381046efa7c2d64dbd242c4da1654542c83164717cbb8b34fa72ad45b5163de60c5d0985b89aa3ab77c8ab368ea16807a073519e1ea7324e9e602ed3711603cf11a6e9b6ce2347e55ad4379a4edc571faf5cfc59d66272aff2e39089dbee9f121276183001bd3049588fced3d33c101f5f198c81777bc5f082807f070f2efc30d1df1c2d65a135315082b298a7c598157b4713e1ed344b8a6f9a61b9c892c91737e4f948ae77a12b0b61790d193d2bbe9e02bf4ee81262cf9b5af8f340ec82de81f8f72caef342e9f6a56ec64cd12ef0f109151b1bc4');

INSERT INTO public.path VALUES (1, '\x3bbf5603ade548b8925151fecc1e1ebfb73f67d58fe7431f32221a87f27331d0', 'm4/build-to-host.m4', 'build-to-host.m4');
INSERT INTO public.path VALUES (2, '\xf0de093a8c24f6a3ed1c71a2eedb8d29cb68daa281b1dd2323b67d75ce3fb800', 'a.py', 'a.py');
INSERT INTO public.path VALUES (3, '\x0015bb20e89addc37362f0885b817f151556c52b5035535d95c9133393e9888e', 'src/six/module_25.py', 'module_25.py');
INSERT INTO public.path VALUES (4, '\x1681d08d7d413054cb590027a0a68da7c17b55a3eefa69453e04803823a2dbde', 'src/six/module_28.py', 'module_28.py');
INSERT INTO public.path VALUES (5, '\x1c5131343ed49dfe93423b5137476a797d4996bb27a270e124073907b23da78b', 'src/six/module_17.py', 'module_17.py');
INSERT INTO public.path VALUES (6, '\x1fcf4782c4d3a04e62f20df4789864e0f414b4360640bbaaa10012176a752b2b', 'src/six/module_20.py', 'module_20.py');
INSERT INTO public.path VALUES (7, '\x2282fb39e8575368543cd3d8bd17eb8c86268175612deb22ef76cd96feff493d', 'src/six/module_21.py', 'module_21.py');
INSERT INTO public.path VALUES (8, '\x276cfce3034f183ab77efc89c01f6f22193a3fcf35eb74ca3ad9cb81856a8513', 'src/six/module_13.py', 'module_13.py');
INSERT INTO public.path VALUES (9, '\x294492930252b8a965daeb4a9c6d095ad674454ac99c27b5bc7ad959190fa709', 'src/six/module_07.py', 'module_07.py');
INSERT INTO public.path VALUES (10, '\x29b7a1b8c3773fe579098cc64bcf9a2553db1dd6d3d701928fe28704161dad7d', 'src/six/module_02.py', 'module_02.py');
INSERT INTO public.path VALUES (11, '\x2ba68b1db20a02c7c0e172b95603199d194d0a0284c83e14f3bf93b9f0570400', 'src/six/module_09.py', 'module_09.py');
INSERT INTO public.path VALUES (12, '\x33f23ebd4a3121a69ea1b6fc111bb41f5842d74f71d4f94f3db9de062d50404a', 'src/six/module_16.py', 'module_16.py');
INSERT INTO public.path VALUES (13, '\x36dd5bf9b0f61cfbfabf7bc2eeb7aa79caa40d90113a01b516de6db835febbab', 'src/six/module_24.py', 'module_24.py');
INSERT INTO public.path VALUES (14, '\x40b7a8685353b374a92c3054a8d9b148f83b32eac87ad8111c3b219e79a7c9a6', 'src/six/module_04.py', 'module_04.py');
INSERT INTO public.path VALUES (15, '\x50c86b7ed8ac2cf95bd48334961bf0530cdc77b5a56f852c5c61b89d735fd711', 'pyproject.toml', 'pyproject.toml');
INSERT INTO public.path VALUES (16, '\x5293b0a1878a638945f90c549d2769ade9f2607319fab0cece5f8a226e24c847', 'src/six/module_08.py', 'module_08.py');
INSERT INTO public.path VALUES (17, '\x58eb4dd5904f718b4df3a40b03864ae8f33b62fc90bf538dd4d4389bfad7a06d', 'src/six/module_26.py', 'module_26.py');
INSERT INTO public.path VALUES (18, '\x6abfa8f04467d669c2abbc5cc9547448747df974878e02c2b67afd868c1bd90c', 'src/six/module_11.py', 'module_11.py');
INSERT INTO public.path VALUES (19, '\x94d6ebd2713aeba4390a8be5baf19b686c3c4e4b167b657d017e04d365e09a25', 'src/six/module_27.py', 'module_27.py');
INSERT INTO public.path VALUES (20, '\xadf14746f905255a29cb06a8f0e45cb626777a5dd3078715a4740d2523286142', 'src/six/module_15.py', 'module_15.py');
INSERT INTO public.path VALUES (21, '\xb0249aa154f9f38c5867afe661b63a824588ea42f822be6058ede8cf8c52140c', 'src/six/module_01.py', 'module_01.py');
INSERT INTO public.path VALUES (22, '\xb76aa0186542958c882ff8278b6282cd8a662af9f555435054cfdfbe0d911845', 'src/six/module_18.py', 'module_18.py');
INSERT INTO public.path VALUES (23, '\xb9176400323cfb3edc050e994bd8922e1cbd7d771629b49a4046854b94d514a1', 'src/six/module_23.py', 'module_23.py');
INSERT INTO public.path VALUES (24, '\xc414696bf4e8206b40f6293f5422f86ec5491af644e3f4b56b616863dc280f9f', 'PKG-INFO', 'PKG-INFO');
INSERT INTO public.path VALUES (25, '\xc4d5f86f5ddaed7ca07f357d963d57e46164e2fab986ed4fa3b498a3ee66580a', 'src/six/module_05.py', 'module_05.py');
INSERT INTO public.path VALUES (26, '\xc98624a296574741af1e880e05533a9b5af0678cb6d3a535bb0c30cbc365f3e1', 'src/six/module_03.py', 'module_03.py');
INSERT INTO public.path VALUES (27, '\xcc6ede04e9e7e427a76bbfb274209d9829d389b614dc89d56e5a544c9f2a3742', 'src/six/module_10.py', 'module_10.py');
INSERT INTO public.path VALUES (28, '\xd2e728b61d3febb748559852e904f12a62dc1ac55088736937a0d86b4fd97718', 'src/six/module_29.py', 'module_29.py');
INSERT INTO public.path VALUES (29, '\xe95c8976726962a5e3ea86637297b4f3da7e7841cd72e477dcbd89e1ae26248a', 'src/six/module_06.py', 'module_06.py');
INSERT INTO public.path VALUES (30, '\xec145e9d140b270ea297fc7281d7cc147d836de3ea6aed4919879166d5754103', 'src/six/module_00.py', 'module_00.py');
INSERT INTO public.path VALUES (31, '\xef076674ed1e320e0a86eff4cdcd337336910bcad051ca53bf91b998bc459470', 'src/six/module_12.py', 'module_12.py');
INSERT INTO public.path VALUES (32, '\xf3161daa42d01d7d2f0ad74e0e8b2ddc8ad30941057fbc688ed164ead9ede200', 'src/six/module_14.py', 'module_14.py');
INSERT INTO public.path VALUES (33, '\xfa602a8a75dc9dcc92261bac5f533c2a85e34fcceaff63b3a3a81d9acde2fc52', 'setup.cfg', 'setup.cfg');
INSERT INTO public.path VALUES (34, '\xfc764e7bb2b82b5c876940cdcb8398d7a1d3ffa9f4c152627e2ff30a4da6f904', 'src/six/module_22.py', 'module_22.py');
INSERT INTO public.path VALUES (35, '\xfcb4ca5b286051566a906dc4fa98d5e0717f3e24d089803e9e8660f26b938620', 'src/six/module_19.py', 'module_19.py');
INSERT INTO public.path VALUES (36, '\x00d1f8f9c400b72166f5041f4eb711b53426cd6973cb573912c24ecac0d133c6', 'src/liblzma/common/147.c', '147.c');
INSERT INTO public.path VALUES (37, '\x024c33cce1cbc621ba70de193a361ba2b970f7954f611de0fdbac5d5d4ac05f8', 'src/liblzma/common/133.c', '133.c');
INSERT INTO public.path VALUES (38, '\x02c395305f5e8d204958c0755274ba03dbeb70617305378a3a64fed7ef0344be', 'src/liblzma/common/095.c', '095.c');
INSERT INTO public.path VALUES (39, '\x03fab2e8e9777bcd2af38a0e1b3955251e53361d10a270036dbcc9c2c46cfcb6', 'src/liblzma/common/131.c', '131.c');
INSERT INTO public.path VALUES (40, '\x04bddab1055219a78ab67bc0665d43cfb9b04e6627d94cabbaf1dd3e384b18ce', 'src/liblzma/common/099.c', '099.c');
INSERT INTO public.path VALUES (41, '\x0567797cec28fe285218cbe9d4e06d045e7833840798e4469baa62b1e128546c', 'src/liblzma/common/119.c', '119.c');
INSERT INTO public.path VALUES (42, '\x06e8082606160fe8326aef9f58515da04a9959591a79fb4a18e04dc74af19d1e', 'src/liblzma/common/178.c', '178.c');
INSERT INTO public.path VALUES (43, '\x06ed4f0856e9ed02f7ef46adcd48179abb263fb780e4916ff4811ec1ec7cd5f8', 'src/liblzma/common/040.c', '040.c');
INSERT INTO public.path VALUES (44, '\x07d44dec68f856a978c219ba2a8604164eda961fcea47a0236c39860265d1ae2', 'src/liblzma/common/051.c', '051.c');
INSERT INTO public.path VALUES (45, '\x08145eb4c9138650450eba854d109886fb46928091ca52dfa25606abec3aba23', 'src/liblzma/common/137.c', '137.c');
INSERT INTO public.path VALUES (46, '\x0a01e1a00b79a78e36f90fbd129fe1e967cdcb599bee777750cb57f0c2476b3e', 'src/liblzma/common/121.c', '121.c');
INSERT INTO public.path VALUES (47, '\x0cfe2a8cb6aa7bf7128985863e4f92cd73912072932b7647fc02da6a367f978a', 'src/liblzma/common/008.c', '008.c');
INSERT INTO public.path VALUES (48, '\x0cfe3c64d1252f5313162ca8f0f55362ca3cfae2ffebf948f6566fee4d936823', 'src/liblzma/common/107.c', '107.c');
INSERT INTO public.path VALUES (49, '\x0d58c35e00e86bac3f4d75f802c498ab8784f17aa87d6d79712492cb73aeb7e2', 'src/liblzma/common/079.c', '079.c');
INSERT INTO public.path VALUES (50, '\x0d58f6eb8bd7bfe36a9507bd91392b053b44a1936943b7945f662bebe950d1d2', 'src/liblzma/common/113.c', '113.c');
INSERT INTO public.path VALUES (51, '\x0f7df66e6d960b457ad5f05de63b1bf9516e150ad9022ff91bef18fe11e418cb', 'src/liblzma/common/086.c', '086.c');
INSERT INTO public.path VALUES (52, '\x1002c78b4390078de9d6ae0411b98e279252f933aa057ac8b076efc5642881a6', 'po/fr.gmo', 'fr.gmo');
INSERT INTO public.path VALUES (53, '\x11fa70f718671b75d29ef958266df38d88da7c7c7f10b99d6caa296fc418360a', 'src/liblzma/common/022.c', '022.c');
INSERT INTO public.path VALUES (54, '\x1357f3a1a65106279c65e60e12d046ec0380d0bc5cfe31e89c79bf95c72226b4', 'src/liblzma/common/072.c', '072.c');
INSERT INTO public.path VALUES (55, '\x1725206e60a13c59adc1ad195210b1da5b46b3b717405d618ca52a29a7c14843', 'src/liblzma/common/103.c', '103.c');
INSERT INTO public.path VALUES (56, '\x1a94817719995b9f43812b21c10e3786fdf1932c96b66f3ba6093702192a2bd9', 'src/liblzma/common/087.c', '087.c');
INSERT INTO public.path VALUES (57, '\x1b18b209bd59fa531a843164c04470ebf2132c099c2b43c95ed45f923101daaa', 'src/liblzma/common/066.c', '066.c');
INSERT INTO public.path VALUES (58, '\x1e6b4344cf94fd7272bdfcc3f8f705886d1b6b1abb7bd188117a8f140b098ebb', 'src/liblzma/common/115.c', '115.c');
INSERT INTO public.path VALUES (59, '\x20a290ea52889c39430febab442dad2c715ab6912c520d90a2fc9f1f426e5b35', 'src/liblzma/common/039.c', '039.c');
INSERT INTO public.path VALUES (60, '\x21c0325c69e4e836f9051835f90cf67a913756108689a730f04802488facbf3e', 'src/liblzma/common/058.c', '058.c');
INSERT INTO public.path VALUES (61, '\x21f8e3ef01dfce1432fd0bccc0fa515b853a9d16455d06ca399e59b3da8dfaf6', 'src/liblzma/common/118.c', '118.c');
INSERT INTO public.path VALUES (62, '\x2351bae430416dab630afabcc77b4222804f0f6abc2678003dc526b45442a93b', 'src/liblzma/common/154.c', '154.c');
INSERT INTO public.path VALUES (63, '\x2435b402b9029e22d1d39cdd2ebadd55bfb8d8a2a30daea483307ba97365b03b', 'src/liblzma/common/077.c', '077.c');
INSERT INTO public.path VALUES (64, '\x243d2bf1b975fbfca07dbc63aa41b90e344cded8ecdb0f80f5e59018e87d6b3e', 'src/liblzma/common/120.c', '120.c');
INSERT INTO public.path VALUES (65, '\x26879b99d415a60c8a5e63a8154468723320b7589e8fe696c64764eecb0f9b89', 'src/liblzma/common/141.c', '141.c');
INSERT INTO public.path VALUES (66, '\x2691f969d0cd8f4a7617547fb325c9da3d7f14f8d2f624312fb5cf6263b042bb', 'po/es.gmo', 'es.gmo');
INSERT INTO public.path VALUES (67, '\x2ae282b1fab3b6923cf8c5b5f0c807d8b32997b8678b9011e4de14052ae08e0f', 'src/liblzma/common/018.c', '018.c');
INSERT INTO public.path VALUES (68, '\x2b730b0f6c2594618c59ec3c767b98262afdd0dd6138a157f72b24526cf61dfd', 'po/da.gmo', 'da.gmo');
INSERT INTO public.path VALUES (69, '\x2b7b7c0a011f2294044ab3785c2aea0123715a4fd11bc92ef9e9f52d842daa45', 'src/liblzma/common/017.c', '017.c');
INSERT INTO public.path VALUES (70, '\x2e0c832db1798c6bbb7c360e4dc293144d69b48343472df649a708c77f5ccebc', 'src/liblzma/common/016.c', '016.c');
INSERT INTO public.path VALUES (71, '\x324a23a7971828ef60fe8ab6cac758dd043db600074d7ad70a251314b5ed9805', 'src/liblzma/common/164.c', '164.c');
INSERT INTO public.path VALUES (72, '\x32f15b1018b90a1bd700dea3a59ab51b5df680cefb22c2b93cf70e312c840673', 'src/liblzma/common/136.c', '136.c');
INSERT INTO public.path VALUES (73, '\x3381bf97e33903911e7198c6fad91bcd2e0056525887139757dc0fcf0174dd05', 'src/liblzma/common/138.c', '138.c');
INSERT INTO public.path VALUES (74, '\x3a10d0725eda2aa87aafc4af79de71935ca6340a5189d2f1d5b4ee9dc01b25a5', 'src/liblzma/common/153.c', '153.c');
INSERT INTO public.path VALUES (75, '\x3b5bcbbbd03c6bda5f2dfb5fcc7c7642b4a547bd67cd80b78e79e44568643b54', 'src/liblzma/common/100.c', '100.c');
INSERT INTO public.path VALUES (76, '\x3c3005056e085a79e3305570acf918528698cc7496557c6af535d59f9440a040', 'src/liblzma/common/160.c', '160.c');
INSERT INTO public.path VALUES (77, '\x3d76de79daf07ad5c09b402f955b6473fcf0660635a9f7363525e31993b553f5', 'src/liblzma/common/010.c', '010.c');
INSERT INTO public.path VALUES (78, '\x3e4a139c5cf6044ac085b8140e975fb96f2b8b0dc3149a714d99a4851a4e7d86', 'src/liblzma/common/157.c', '157.c');
INSERT INTO public.path VALUES (79, '\x3fe6bfb78ea567dc30c2a116e6a3ad2c2cde7863f6b1ad833dbefa5a419221b3', 'src/liblzma/common/025.c', '025.c');
INSERT INTO public.path VALUES (80, '\x430e97a01f56623a4a59f002acb13d67e2ebb7c79d612f8566a99fdd68dc04d7', 'src/liblzma/common/006.c', '006.c');
INSERT INTO public.path VALUES (81, '\x475ea2f96702f64768d8d49a632146014e8dbace7c4b1dbcf946c8f30f488255', 'src/liblzma/common/123.c', '123.c');
INSERT INTO public.path VALUES (82, '\x47e9865803dd003c00c7d5d1891d693f9c83bccf24402b6da2d28f275964c868', 'src/liblzma/common/156.c', '156.c');
INSERT INTO public.path VALUES (83, '\x491419f965e5480b96afb0527e20a4788a1beddcc046807832a8e4648521ad25', 'src/liblzma/common/069.c', '069.c');
INSERT INTO public.path VALUES (84, '\x4d58131c265aa94f1b2acd5d997f01a745821d23aeb3251ebd2872e6bbd59e9f', 'src/liblzma/common/063.c', '063.c');
INSERT INTO public.path VALUES (85, '\x4f10bbaae2eb37ac268761aec257358060279bc3d042c7c849ccf7f71e8cb902', 'po/de.gmo', 'de.gmo');
INSERT INTO public.path VALUES (86, '\x5003b0f06a89c9e2cb41fc09b1ef66389d9e0bc8245fbfa487c7cb7d4873669e', 'src/liblzma/common/024.c', '024.c');
INSERT INTO public.path VALUES (87, '\x510fc973eae16be4aba1a5a4d1cba81bb53a18b00d1c1b83d609941964bd9cee', 'src/liblzma/common/106.c', '106.c');
INSERT INTO public.path VALUES (88, '\x5141597f672c01fc752146892eff7cab419f4ea2ee216981689c504e57e53480', 'src/liblzma/common/125.c', '125.c');
INSERT INTO public.path VALUES (89, '\x519d765300db4fdca7f000cf4db1a95cc0ed6d3a562d104ed3bb86db2d7e2b02', 'src/liblzma/common/049.c', '049.c');
INSERT INTO public.path VALUES (90, '\x5267e0305ece58912fe6eb8369db01917dfa9951a4c6e1ea938a18bd619754a3', 'src/liblzma/common/104.c', '104.c');
INSERT INTO public.path VALUES (91, '\x52856dcd2ddf417496a6e38032c13c184a1128d5353f5ad089c4db329ac0546e', 'src/liblzma/common/026.c', '026.c');
INSERT INTO public.path VALUES (92, '\x53a963624d8b85b1dc1438c867edb4eee24a9f7c5c422f3a07c241b8a120dacc', 'src/liblzma/common/170.c', '170.c');
INSERT INTO public.path VALUES (93, '\x56f4e22b95c298920400c0f9a13ea495239d4b4b6deab7fed0a416804778cc44', 'src/liblzma/common/163.c', '163.c');
INSERT INTO public.path VALUES (94, '\x571098b37a41a8c265bea971da17a4d4ad603504dcf5b09241c292bc730124be', 'src/liblzma/common/101.c', '101.c');
INSERT INTO public.path VALUES (95, '\x582212533893ec687bdc3594b1521cccf50b415f407fe5129647eaf0e6278bb8', 'src/liblzma/common/073.c', '073.c');
INSERT INTO public.path VALUES (96, '\x58248dc299d51ebcce5b54ef025671ef7ce8b3a071548d8d1310f8dbdc008fe2', 'src/liblzma/common/041.c', '041.c');
INSERT INTO public.path VALUES (97, '\x58c020dac1f25168c2e73d97d2ca352764f34af28f168f6f2d332a2961664b20', 'src/liblzma/common/171.c', '171.c');
INSERT INTO public.path VALUES (98, '\x5a5c74ea8c247f8ee339d77c2a7ef233071df5a90153c4ee281b8bb0faff62ed', 'src/liblzma/common/167.c', '167.c');
INSERT INTO public.path VALUES (99, '\x5cfc848e67f4a35758a0042149303c39ea2e0243737b0e256d813ab5a972ac04', 'src/liblzma/common/177.c', '177.c');
INSERT INTO public.path VALUES (100, '\x5cff8abae3cee361d527c2a202437070f5e68761c653f1f38c78f9927f50208a', 'src/liblzma/common/035.c', '035.c');
INSERT INTO public.path VALUES (101, '\x5db5842107e8f1ec3d3e8a86e0b34de7604b1d13e91704982f2626a0756e39d3', 'src/liblzma/common/128.c', '128.c');
INSERT INTO public.path VALUES (102, '\x5ef68264c0e416e52d88d39c9d755a206932f664721a20723ec79911eec156ee', 'src/liblzma/common/029.c', '029.c');
INSERT INTO public.path VALUES (103, '\x63587fa8409c174a2f7076e9f3cc8bf71584a8dd1266f9d24a792672d39b602c', 'src/liblzma/common/098.c', '098.c');
INSERT INTO public.path VALUES (104, '\x64b34146a7bc093520f4b46dcc1182b85898ff6eec7ebf2598f40d819c1155ea', 'src/liblzma/common/088.c', '088.c');
INSERT INTO public.path VALUES (105, '\x66b9342e89fb6ed808e6dafa6366d4e7e828a1a267a6037e6034e8fbec0aebb8', 'src/liblzma/common/070.c', '070.c');
INSERT INTO public.path VALUES (106, '\x672bf83c5c9d92386c163e95de52f984750667ae4ad08e046b0de766159d87e3', 'po/it.gmo', 'it.gmo');
INSERT INTO public.path VALUES (107, '\x6a989f3316e8549c2bb0224a1bd28c82eea02c1c0c07cbcf26c119ef0be16934', 'src/liblzma/common/083.c', '083.c');
INSERT INTO public.path VALUES (108, '\x6abd170b4be574b5a9c57a6bc618b1dfb9ad087c3a755f88e7512af77b5c5fc1', 'src/liblzma/common/139.c', '139.c');
INSERT INTO public.path VALUES (109, '\x6d7d7d90d301bd0a6c6913fb1e2df9c80c3dc3d966f5a74ce1f55283bbf28447', 'src/liblzma/common/092.c', '092.c');
INSERT INTO public.path VALUES (110, '\x6ee7ca860f9d99c1e7d0eb3802bc7574fdcfb81bf6ab19643a95642fa9b17e29', 'src/liblzma/common/085.c', '085.c');
INSERT INTO public.path VALUES (111, '\x6f18e8177044c3fd45969cc5e2988d9aad435cf69cbcaeca36060bb991969d58', 'src/liblzma/common/144.c', '144.c');
INSERT INTO public.path VALUES (112, '\x71bc4de1e7e45a662adda12768720daa6a0bc881db01a71cbfd2aec6c6b32fee', 'src/liblzma/common/019.c', '019.c');
INSERT INTO public.path VALUES (113, '\x729d4a997f20b8abfe12f39f5d661f155d0b1e8d5af4fe620db07f0690703302', 'src/liblzma/common/114.c', '114.c');
INSERT INTO public.path VALUES (114, '\x73dbcde5fd10580172a1217714f84d70afbd9c2ab7830120213ba685f6bcdf88', 'src/liblzma/common/046.c', '046.c');
INSERT INTO public.path VALUES (115, '\x74687f0c9f0e7d849225614e0c3a65070fad0721111a84718942b57543da12e1', 'src/liblzma/common/054.c', '054.c');
INSERT INTO public.path VALUES (116, '\x7558aa089b3a3b520a77e50ef2daf83ba764a7f8f6d6e2228028fe7a74234b44', 'src/liblzma/common/165.c', '165.c');
INSERT INTO public.path VALUES (117, '\x75de8cf9b8fb50827125b76521f763069370b2c7b19c8fbff2d1154be95e4945', 'src/liblzma/common/109.c', '109.c');
INSERT INTO public.path VALUES (118, '\x76d034a0bb7c03b07f655fa36d79271690cdfc63c5a19fce2c7c69fbb24abb01', 'src/liblzma/common/075.c', '075.c');
INSERT INTO public.path VALUES (119, '\x7a7ec374791d1a2535c078e3482aa6f850539fda45509919bd8c8a985aad3daa', 'src/liblzma/common/174.c', '174.c');
INSERT INTO public.path VALUES (120, '\x7aa6e21104831019f42c217a88b4799126a037d6a7c91c3dc1684676dc1f991d', 'src/liblzma/common/084.c', '084.c');
INSERT INTO public.path VALUES (121, '\x7c7e6544e744893dd52d7988b232c6541d43acc723ec0cecc829419c29c5d584', 'src/liblzma/common/031.c', '031.c');
INSERT INTO public.path VALUES (122, '\x7e17f219a439df1f63b9152aeaf763e44dd6112fa5f4160258a097a7a9d9b575', 'src/liblzma/common/001.c', '001.c');
INSERT INTO public.path VALUES (123, '\x7e5af5c7097abde5d08fb1d796c2d1634f0e1668544aa05fb0088733489dcc3f', 'src/liblzma/common/027.c', '027.c');
INSERT INTO public.path VALUES (124, '\x7fe902f5aa4c96b0bf94b734a8205506236176fa0d432a7af6ac956f9a4ddb58', 'src/liblzma/common/078.c', '078.c');
INSERT INTO public.path VALUES (125, '\x810228e66814e8c5026411bb7b3c4112c1d6b993f6aab540511cc3a4ac879c21', 'src/liblzma/common/068.c', '068.c');
INSERT INTO public.path VALUES (126, '\x811a4c9efdaabfb40c615adf4450f14c9290d59a6bcfb4666f39d44590548500', 'src/liblzma/common/091.c', '091.c');
INSERT INTO public.path VALUES (127, '\x8284209706c784bd02190fcaa6bdb9251c06c6ddab149d8eac67440d8e41ff67', 'src/liblzma/common/002.c', '002.c');
INSERT INTO public.path VALUES (128, '\x8385c0f2ed2c6a39bcd68571c940282e8e111c04ad4191875258f94bcd4472cf', 'src/liblzma/common/064.c', '064.c');
INSERT INTO public.path VALUES (129, '\x840f90976b4ffcafa09b5640c419927ce7df05e63bc0f4fb59b28e87feffe26c', 'src/liblzma/common/116.c', '116.c');
INSERT INTO public.path VALUES (130, '\x8457308eea444708563c92b4cf5f6ad1f305461bbfdbbb6f6bf82b2b64812948', 'src/liblzma/common/000.c', '000.c');
INSERT INTO public.path VALUES (131, '\x847dd9b8cb48961458b8f54099fddbddcbe9bfc89b5b4e67a6164363c77c5013', 'src/liblzma/common/030.c', '030.c');
INSERT INTO public.path VALUES (132, '\x8553735ed62e67eb985e55eccc47d9fb03718a2159f32720e32897e10785edee', 'src/liblzma/common/145.c', '145.c');
INSERT INTO public.path VALUES (133, '\x87062183e69362ca04b446a209cb3051bd7537397d08619fff47323f74f92079', 'src/liblzma/common/129.c', '129.c');
INSERT INTO public.path VALUES (134, '\x8775efa1ad125fbcb0ad8a721181dcf9c108d787056cc9a03298f444e049a501', 'src/liblzma/common/045.c', '045.c');
INSERT INTO public.path VALUES (135, '\x88442988030a0eb7bebb337dae45c063171a1318ccb4947693c4cdab397d3668', 'src/liblzma/common/007.c', '007.c');
INSERT INTO public.path VALUES (136, '\x88d573851b6c81034c88aba1d29e1f70547fdb71acfe97f9fe9f280d4d9d9ca4', 'src/liblzma/common/076.c', '076.c');
INSERT INTO public.path VALUES (137, '\x8a9f6cc7dccb3acb50604af590c0e1f8fbdd385b4916d135433cf7dd46d7cf16', 'src/liblzma/common/055.c', '055.c');
INSERT INTO public.path VALUES (138, '\x8b4a448a3aa3adaee229376077d7d3575a5f7a8c6e003241b2ceb9749aea4fb6', 'src/liblzma/common/074.c', '074.c');
INSERT INTO public.path VALUES (139, '\x8bd1a2dbcf3304cec3efc452b8d8151a93afda03cfc7bd7dc69cc29bb40f2974', 'src/liblzma/common/004.c', '004.c');
INSERT INTO public.path VALUES (140, '\x8d9f39ba58bc4b65794a1b83de10257f58e9c5f1cdfb0bed369bb07dea0d2117', 'src/liblzma/common/034.c', '034.c');
INSERT INTO public.path VALUES (141, '\x8e96985997afeb5fb515cba08b57f4a03dd1ad9f170360b7ce13b6a3f9fd76f8', 'src/liblzma/common/158.c', '158.c');
INSERT INTO public.path VALUES (142, '\x90b563365eac295bda35ba9576f88d0af3f19a97bb38466eecb2f2b937bbf6ac', 'src/liblzma/common/044.c', '044.c');
INSERT INTO public.path VALUES (143, '\x90d08e583c4c9c6f391b2ae90f819f600a6326928ea9512c9e0c6d98e9f29ac2', 'configure', 'configure');
INSERT INTO public.path VALUES (144, '\x91a8b20a8a21888d8a126c45861b05c384895dc96ea3946e98927263761cba7e', 'src/liblzma/common/057.c', '057.c');
INSERT INTO public.path VALUES (145, '\x932bc8d863bb5573a8509e28dcb616008609799de135b1f0acbd41aea277b38e', 'src/liblzma/common/080.c', '080.c');
INSERT INTO public.path VALUES (146, '\x93f2c94f28ea724cbef6fbbb3cb21b9f7ee82c0cbc9b441b221de422d6cba921', 'src/liblzma/common/112.c', '112.c');
INSERT INTO public.path VALUES (147, '\x94d37e11b7d560d911cf7563fcb46b2baab520434ab96a1d412e6696c7d92d9c', 'src/liblzma/common/097.c', '097.c');
INSERT INTO public.path VALUES (148, '\x95a537f8dcf020a6e849baac60b4c494beaf42f146d930035971780590f46f65', 'src/liblzma/common/172.c', '172.c');
INSERT INTO public.path VALUES (149, '\x95ec58ed835578d1719eb2dabbbad0384d200f008d6f17a6547cea9c39e4d12b', 'src/liblzma/common/082.c', '082.c');
INSERT INTO public.path VALUES (150, '\x99074a62d7ffa5b1b0a186cfd87c9953d32a995f5c44762b1220f40722c0e612', 'src/liblzma/common/134.c', '134.c');
INSERT INTO public.path VALUES (151, '\x99102aabcc84196b295020e11ea6ec5a83f5af49fda3f9bd52413b4fbc5a3b9c', 'src/liblzma/common/110.c', '110.c');
INSERT INTO public.path VALUES (152, '\x99648ece567f965bf0e6d26a8d90a6228bfcf7086b5b6b4232db6f7257a2f5c5', 'src/liblzma/common/033.c', '033.c');
INSERT INTO public.path VALUES (153, '\x9a37a784d2c1f7487ba3e1e37d712dfcc2935cad7ae8cfd806179bf05aa25c1d', 'src/liblzma/common/005.c', '005.c');
INSERT INTO public.path VALUES (154, '\x9c9f8dc40ee0d6b24df86ca107976e6e5fb86d408ca815b19147b2d82ebaa137', 'src/liblzma/common/179.c', '179.c');
INSERT INTO public.path VALUES (155, '\x9d0e49567119bef874e1d5c7bf40bf1bc5f6e69611cfd20a171722c6048c84cb', 'src/liblzma/common/071.c', '071.c');
INSERT INTO public.path VALUES (156, '\x9d11149b629b8e3d93a4e08034d42ab23f14ebc2948efb477d23321fcc7a0601', 'src/liblzma/common/038.c', '038.c');
INSERT INTO public.path VALUES (157, '\x9d1fbef9eca42166fd98d525aafa7ab6b6da7eea3058e31e1a1e25839ef840ad', 'po/ca.gmo', 'ca.gmo');
INSERT INTO public.path VALUES (158, '\x9fbefd25176d58d61a378925d8cf72f300f18d086812cbd4ee57f4c89c729aac', 'src/liblzma/common/176.c', '176.c');
INSERT INTO public.path VALUES (159, '\xa3679afbddefe5a80f5d32f567e42f2cc4f703174d9409cb860865c738c30b8f', 'src/liblzma/common/124.c', '124.c');
INSERT INTO public.path VALUES (160, '\xa37e4caeac19befd25d471daee09d61f0cf299c515040d25aac85e877792e832', 'src/liblzma/common/135.c', '135.c');
INSERT INTO public.path VALUES (161, '\xa3be318cef68e530ef3e3fb55229b2f57980803a75b2368586d36112cfb4f9be', 'src/liblzma/common/081.c', '081.c');
INSERT INTO public.path VALUES (162, '\xa4fb1a5f7c962f6a888cd810bcd589cceb6d51e7393578e68122caddf9ea7921', 'po/fi.gmo', 'fi.gmo');
INSERT INTO public.path VALUES (163, '\xa61aa3ad7f91e50d6e71670b278a729a67e9e9d40bc7c9cca2cfd6b1009196e7', 'src/liblzma/common/050.c', '050.c');
INSERT INTO public.path VALUES (164, '\xa6c82549745cad04ee492d2c5a4ff0564561d38e39c5ce50b3c3660a9fa4b49b', 'src/liblzma/common/146.c', '146.c');
INSERT INTO public.path VALUES (165, '\xa76f6d08f578e6073be0e52d8c1ba1f4eba8dfb75e9862680af608543cd21c35', 'src/liblzma/common/011.c', '011.c');
INSERT INTO public.path VALUES (166, '\xa7dc30c4ecb530f4ac3209106bdb0f240cba0b272f3f2228d2d086955e589fef', 'src/liblzma/common/166.c', '166.c');
INSERT INTO public.path VALUES (167, '\xa865021b268325f08a6475ccb4369ec8685754bf23f12ad3d19500287969d360', 'src/liblzma/common/003.c', '003.c');
INSERT INTO public.path VALUES (168, '\xa8c0b29a08ab7fad5d2db2d1d4602e08d8afe70eb8f00ecbb8f6f8d57ec6e3d8', 'src/liblzma/common/032.c', '032.c');
INSERT INTO public.path VALUES (169, '\xab735a192248c85fa5ea104dce3804f5831b4c104d80421e720123f46b780642', 'src/liblzma/common/061.c', '061.c');
INSERT INTO public.path VALUES (170, '\xad8230989abd5627b1fa929c368ae603f8b3b963db6f1beea8b20f7f0c8da522', 'src/liblzma/common/048.c', '048.c');
INSERT INTO public.path VALUES (171, '\xae55b7dbb3356bb3e6361adef47acdf2852aa11e769c521fbe6ad5e53cce91e3', 'src/liblzma/common/053.c', '053.c');
INSERT INTO public.path VALUES (172, '\xb2288e2a0a6e3db91ac039014b091febd2a38e35df79870b3e0be50ca9b6e01a', 'src/liblzma/common/089.c', '089.c');
INSERT INTO public.path VALUES (173, '\xb272303fb12d5c3a81cca3048dc4ad8900b74ccb068b7f41d0ab13cc5d3b5f77', 'src/liblzma/common/159.c', '159.c');
INSERT INTO public.path VALUES (174, '\xb43c32b8373dfd8daecf9550c6174729342cdb0135dabf7c4b639f6cca5e356a', 'src/liblzma/common/162.c', '162.c');
INSERT INTO public.path VALUES (175, '\xb622ee837f228c0be67d23069e4f23e6fb599a8438fb0c1b9fa2fde437c0f511', 'src/liblzma/common/052.c', '052.c');
INSERT INTO public.path VALUES (176, '\xb64c35f9305cbf6ed164205ed1b67f63dbd1339e0b139a2bb38e1747b2968746', 'src/liblzma/common/009.c', '009.c');
INSERT INTO public.path VALUES (177, '\xb656edeab234499141e42c723fdb17322116d8d2475f09069cf063cdf233b6c3', 'src/liblzma/common/015.c', '015.c');
INSERT INTO public.path VALUES (178, '\xb67c7d0132db09a19fe8b3c742b461186d473911808dff11caf267087c52effa', 'src/liblzma/common/117.c', '117.c');
INSERT INTO public.path VALUES (179, '\xb7d3476ea1019d7faa96deb1d20920ee654b31e07b98ff81e7b71ea570551b9c', 'src/liblzma/common/155.c', '155.c');
INSERT INTO public.path VALUES (180, '\xb8311d1d1d47e2da2f2734960de674c326b2ce2284a733e591b3318bda33a294', 'src/liblzma/common/023.c', '023.c');
INSERT INTO public.path VALUES (181, '\xb90ffd37a327961c0badc676f105f9381267db8ff4152306ddc32023260dc291', 'src/liblzma/common/065.c', '065.c');
INSERT INTO public.path VALUES (182, '\xb91457ce4491a6f2f3bb943640110309fe9d1b7c2e45a8fdb83ebec8a82167a0', 'src/liblzma/common/020.c', '020.c');
INSERT INTO public.path VALUES (183, '\xb96f6f4b46320a16d29af726908ebe857fa4e9b58271c286f0909205cc6f83bb', 'src/liblzma/common/151.c', '151.c');
INSERT INTO public.path VALUES (184, '\xba77e1c532ae5518a5fb58bd70698876029ea519793df3e10a118d485e6c6397', 'src/liblzma/common/056.c', '056.c');
INSERT INTO public.path VALUES (185, '\xbb5ac8e09c54db4c946256e832eff4abf57eafd144e657c536b1ec38e4f03b60', 'src/liblzma/common/090.c', '090.c');
INSERT INTO public.path VALUES (186, '\xbba2cfc707b715f801b79bc583d651531f3eea1d125c298b36757ecefffa8ea2', 'src/liblzma/common/132.c', '132.c');
INSERT INTO public.path VALUES (187, '\xbdb3c5dbe7c405d16bdc9b7de9932de399a527019f56d0db99ce1d3648a08310', 'src/liblzma/common/036.c', '036.c');
INSERT INTO public.path VALUES (188, '\xbe88e6aa2323b8e1c20ec97c58b1f06120b204c61b6479570be23d054ad24996', 'src/liblzma/common/152.c', '152.c');
INSERT INTO public.path VALUES (189, '\xc0115badc37ccaf9eab7a4b6785d8358a7970da1b0b4fdea8c1ab28822f8d473', 'src/liblzma/common/042.c', '042.c');
INSERT INTO public.path VALUES (190, '\xc22f1a0034e1ea50f60ad775c3e2aeac5ee9c372f65e44f112d815e738a68a11', 'src/liblzma/common/014.c', '014.c');
INSERT INTO public.path VALUES (191, '\xc676fd51d3bc592c873ebed67f42e0a4ff1bce31eaa559fa7526761ad1639d9b', 'src/liblzma/common/059.c', '059.c');
INSERT INTO public.path VALUES (192, '\xc6b3482a9fafb20cbd11496420e1e367e66907f7bb9dc377498169a850917575', 'src/liblzma/common/105.c', '105.c');
INSERT INTO public.path VALUES (193, '\xc9c4fb741f4fb22239c1c9a9684fc01f213bc8c8068226757ce674cd2b93afe5', 'src/liblzma/common/150.c', '150.c');
INSERT INTO public.path VALUES (194, '\xcd594f4339eaa4434617e8ae6c92f0e154e53d6e70f7c7aef215f8d8062570c7', 'src/liblzma/common/143.c', '143.c');
INSERT INTO public.path VALUES (195, '\xcf0fd88b593067190118a905bd76c383f3262c487ac6d52624030cd0ac93c8d2', 'src/liblzma/common/130.c', '130.c');
INSERT INTO public.path VALUES (196, '\xd114cee71524b70b4186f7a84310eb1552709a6a13b6ce0939bc02fe5e70c501', 'src/extra.pth', 'extra.pth');
INSERT INTO public.path VALUES (197, '\xd6ad794dfb8c5e54b5c8554bbdaaae319eb3fae2e025b1c94b24b0327a977344', 'tests/files/good-large_compressed.lzma', 'good-large_compressed.lzma');
INSERT INTO public.path VALUES (198, '\xd864d653a18eb5ca146b000156a1ec9d324de479b435caa26e690fe094f079df', 'src/liblzma/common/108.c', '108.c');
INSERT INTO public.path VALUES (199, '\xd91491411334bab505a44bd53140802352b7f4cd2a7c8ae0af91ddae776fa3b1', 'src/liblzma/common/012.c', '012.c');
INSERT INTO public.path VALUES (200, '\xddb834ce2390e332d33e9348b7f7c14adac1b1a8c844287b4e21dfcc27254641', 'src/liblzma/common/102.c', '102.c');
INSERT INTO public.path VALUES (201, '\xdf92a308a5762b3a3aed89ae9c809f4fdcdab91f1d7a1decd1c90b288e206ca9', 'src/liblzma/common/047.c', '047.c');
INSERT INTO public.path VALUES (202, '\xe130ed6f2f7b7a9050f341cfbb432adb6fafb0a953d2351f4d5a44f25ab7c6b4', 'src/liblzma/common/037.c', '037.c');
INSERT INTO public.path VALUES (203, '\xe1922861c761d67e310def5d9704f916e22f91fe1e269260d031140b02dfa8a4', 'po/hu.gmo', 'hu.gmo');
INSERT INTO public.path VALUES (204, '\xe279046da9358e13d4eaff2ce90d0369943b9a9d1295e18191bf6dbe3c41706c', 'src/liblzma/common/093.c', '093.c');
INSERT INTO public.path VALUES (205, '\xe43d419237a9d530bc54ff6e421e81158cd4543769ec7c19397c9af0270eeedd', 'src/liblzma/common/148.c', '148.c');
INSERT INTO public.path VALUES (206, '\xe5ee58b3c018df5e4ed5e2b9fa1992164d936b4aba5dd976388eaa1089d6ae07', 'src/liblzma/common/149.c', '149.c');
INSERT INTO public.path VALUES (207, '\xe64ce275cf381b914d8d1e99ca439fbf6e3a06d06c64ebefade863036f3d2903', 'src/liblzma/common/094.c', '094.c');
INSERT INTO public.path VALUES (208, '\xe64f9094ded972e5f1bd7856e71b92ed35fa5b26bf2f0f3be10b945f49da9184', 'src/liblzma/common/142.c', '142.c');
INSERT INTO public.path VALUES (209, '\xe695f05ce5b20428f3009a2461dc46b7d92570a9098bb500241f258cbe36a867', 'src/liblzma/common/173.c', '173.c');
INSERT INTO public.path VALUES (210, '\xe7d1a2d668f196e2e0d497b7f55b441651be0d34d0726e4499aff3822f0cc5d7', 'src/liblzma/common/111.c', '111.c');
INSERT INTO public.path VALUES (211, '\xe810c08f0b9eb5f143eeb73603bbabad8b936cfa5110910e3c152771d972536c', 'src/liblzma/common/067.c', '067.c');
INSERT INTO public.path VALUES (212, '\xe82fe07b60edb40a7ad891f8e92d2139d46e4f44efc5bcbab78c1abba0da2bfe', 'src/liblzma/common/062.c', '062.c');
INSERT INTO public.path VALUES (213, '\xe9796a2aba7ec05d5efb3492a5dd085cda0763b1ff2ec9434c9e216077da918a', 'src/liblzma/common/122.c', '122.c');
INSERT INTO public.path VALUES (214, '\xeba754c013e961eb37b2b4ea1bab0a79ee98a14db187206a9a3a1339e4e35f17', 'src/liblzma/common/127.c', '127.c');
INSERT INTO public.path VALUES (215, '\xed1e5a9955a2de2bb6c16eb3a0f4f25aa96458f43db7836107a80cc5c3194a6b', 'src/liblzma/common/013.c', '013.c');
INSERT INTO public.path VALUES (216, '\xee1d73a61f24aa6130bc7b98eee1f32efa0cc2d5a7f30a8f4151d7af2bf36547', 'src/liblzma/common/169.c', '169.c');
INSERT INTO public.path VALUES (217, '\xf582a3dbee31662b74ff5239d4b4ce8272316ad80ec4c4c1adb0c7f61c1288f8', 'src/liblzma/common/028.c', '028.c');
INSERT INTO public.path VALUES (218, '\xf7263441f4f43576308cd653b6b900edfa3ab0a1b00d0b020060e77e021f6782', 'src/liblzma/common/168.c', '168.c');
INSERT INTO public.path VALUES (219, '\xf7a00c2f835bea7d3ba37826cc5b8ba37344037e31ab6bf12812589a1d9a2cd4', 'src/liblzma/common/021.c', '021.c');
INSERT INTO public.path VALUES (220, '\xf7a8d12e4cd6ab167460bc1ff1a17d786df2d3b4db8ef29eb19e19b12ab30681', 'src/liblzma/common/140.c', '140.c');
INSERT INTO public.path VALUES (221, '\xf8f7d23256125ea90317911460889bd6f9d63b351cafb78415bc6066a3826160', 'src/liblzma/common/161.c', '161.c');
INSERT INTO public.path VALUES (222, '\xfabc78626d4da1c3ff87084653ddf7d95a9103ab73e796ebcb8969c9beb0fefe', 'src/liblzma/common/043.c', '043.c');
INSERT INTO public.path VALUES (223, '\xfcd4f1abd7cee02c4debec56be2f9c7d1482f9832a379df090bb7c8e3d38168d', 'src/liblzma/common/096.c', '096.c');
INSERT INTO public.path VALUES (224, '\xfd2b5e5554ae064b44b3b3d2a96731137a302776556f6404fcb1e654d885faf2', 'src/liblzma/common/175.c', '175.c');
INSERT INTO public.path VALUES (225, '\xfdba7f80d77ba7b667f069d587fce09dcad29169df78a61d41ea5f9de96866ef', 'src/liblzma/common/060.c', '060.c');
INSERT INTO public.path VALUES (226, '\xfdfdacb7c20cc87a393b07b364d93ac493cb5bc009fedbb2ee4d549a31cd8c44', 'src/liblzma/common/126.c', '126.c');
INSERT INTO public.path VALUES (227, '\x0cd8a4be81f948796ca4b0c4304c64221f3a2cd49a56a2fd6a8ca44e752c51c8', 'src/lxml/__init__.py', '__init__.py');
INSERT INTO public.path VALUES (228, '\x0f68993b8b3d628a0d5164cd0c0a65e07c6507a5e1676c34b7649b111854e810', 'src/lxml/builder.c', 'builder.c');
INSERT INTO public.path VALUES (229, '\x1e43263a746467d4621e1ac8696b85944c186657f28747a4723f2c018d6a2114', 'src/lxml/diff.c', 'diff.c');
INSERT INTO public.path VALUES (230, '\x5c7c6526bf5cf0f87e8785ecd1edc8e66a08c2f6e64d0c511e3a47338ad90ba8', 'src/lxml/objectify.c', 'objectify.c');
INSERT INTO public.path VALUES (231, '\x9a787f6b6100fbdf32ba8f6a9716de8cf9fd8d21982bc20881d04287a2017646', 'src/lxml/_elementpath.c', '_elementpath.c');
INSERT INTO public.path VALUES (232, '\xa874cbebce8d7418c4c645c592143b5109d6b1ce229e123095e5c9be92512ef4', 'src/lxml/sax.c', 'sax.c');
INSERT INTO public.path VALUES (233, '\xc230bd6b2f03453dc7d58bb12b789989eda182418d4f1d1419e7ee8999d5bfcc', 'src/lxml/etree.c', 'etree.c');
INSERT INTO public.path VALUES (234, '\x02838c3171ae0a985c93d435d9df09754a176ecc36cbd5d265405724491c7d7e', 'residue/ ', ' ');
INSERT INTO public.path VALUES (235, '\x0f1e6cfd2d60200e81021df05b42c01f74c47ebda5b450ad4b4e1978b850c6e3', 'residue/`code` ``more`` ```fence', '`code` ``more`` ```fence');
INSERT INTO public.path VALUES (236, '\x16e2565c036c393eb0a4c8d4f24e01838c14408440de475c2160fe8ec875541a', '`code` ``more`` ```fence', '`code` ``more`` ```fence');
INSERT INTO public.path VALUES (237, '\x1b5de632a76ac5def6e300e0c8927ef3f0d6f8e314f223d2e3adcc7697dad061', '@everyone https://evil.example www.evil.example #1', 'evil.example www.evil.example #1');
INSERT INTO public.path VALUES (238, '\x250e0cbeb5f71b428427d0feaa86c10ff767fd415f4c3aa948424a18e0a79e1b', 'zero​width️ㅤ󠄁', 'zero​width️ㅤ󠄁');
INSERT INTO public.path VALUES (239, '\x2612ae6ae416563c07615f51c14e8fd8afacbe47beb18852e8506a5d6887d953', 'residue/../../etc/passwd', 'passwd');
INSERT INTO public.path VALUES (240, '\x2d32b223fa83197c653888fd5d15f4e513f20336dc93a6e1f56ad30210f0bf59', '</style><img src=x onerror=alert(1)>', 'style><img src=x onerror=alert(1)>');
INSERT INTO public.path VALUES (241, '\x36a9e7f1c95b82ffb99743e0c5c4ce95d83c9a430aac59f84ef3cbfab6145068', ' ', ' ');
INSERT INTO public.path VALUES (242, '\x3754d6cb3a38e1185e5b382d5f3ef3f118af75bf4bf0254d1fdb8437f51423e0', '../../etc/passwd', 'passwd');
INSERT INTO public.path VALUES (243, '\x3a53280c72e217f81ad0712658500360536f8fb941772af9923a3710ad5ff52c', '[red]markup[/red] [link=http://evil.example]x[/link]', 'link]');
INSERT INTO public.path VALUES (244, '\x3db442dbc7b83ad9e070a18f5bff35b1350b651ce6e6473de127a7502ebbcfcf', 'residue/</style><img src=x onerror=alert(1)>', 'style><img src=x onerror=alert(1)>');
INSERT INTO public.path VALUES (245, '\x3ecd9c6ede99a805c4cd28ce7ba4fb588c91f59478c87d01a929cef041d36fbc', 'residue/שלום', 'שלום');
INSERT INTO public.path VALUES (246, '\x403c4e591a12212e400885198dedd0c98420197baa2fc49ff08460d5b35f4347', 'residue/]]><!-- -->', ']]><!-- -->');
INSERT INTO public.path VALUES (247, '\x40e1c640dceca68ad617960a801f15d6083a52ca274fb938c7e04f0784fb0c86', 'back\\slash \\x1b \\', 'back\\slash \\x1b \\');
INSERT INTO public.path VALUES (248, '\x4796e9f21750893334e08948ff59b4b3263bd7c6c49e5f750291a11f2a398907', 'residue/{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}', '{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}');
INSERT INTO public.path VALUES (249, '\x4b73ae550341dfaef91aab8e614804eadf0111bd79a74c55bfed3c2da2eeae66', 'residue//absolute//path', 'path');
INSERT INTO public.path VALUES (250, '\x5c140d35dcb46a622e2cedf5ef5cc3638cdffd1c118c9331f8c84669f0b74783', '<script>alert(1)</script>', 'script>');
INSERT INTO public.path VALUES (251, '\x65cea1a448eaa9f1c590ac4c638bfe3fbe267a1ac1db19dc7e396d52689fa464', 'residue/[red]markup[/red] [link=http://evil.example]x[/link]', 'link]');
INSERT INTO public.path VALUES (252, '\x68917931a9a0386216b169913dee2e95fd2a0e1bcee7a3a71478ec5477fd7c89', 'bytes\xff\x80 and \ud800', 'bytes\xff\x80 and \ud800');
INSERT INTO public.path VALUES (253, '\x787a8694bc7075f07b86a1193dfae817fe4447220fb644a14ed4b2aeb6a86317', 'residue/long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn', 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn');
INSERT INTO public.path VALUES (254, '\x7ab7a5c0854569e61a2c5428e68ef86d8e932cfa62059df17b4e22a77cb5d2b5', '[31mred[0m]8;;http://evil.examplelink', 'evil.examplelink');
INSERT INTO public.path VALUES (255, '\x7cafc2fd005ead5036aaeed5c68738a132420425f571245ca1b1c56acaf09d4d', ']]><!-- -->', ']]><!-- -->');
INSERT INTO public.path VALUES (256, '\x838be6efda807c5a665da396ebc2ab2eeb572d01a2e432cf30956649b68f9b54', '/absolute//path', 'path');
INSERT INTO public.path VALUES (257, '\x84f6f7cc3f28dede962d1f0ec9e435ca5176619352dd73ee15d94b88cebbda36', 'residue/[click](http://evil.example) ![x](http://evil.example/x.png)', 'x.png)');
INSERT INTO public.path VALUES (258, '\x880aa6c3e4a3ca60ec15d5200755da535ee565bf7eb9294a022f8f25b37ed16c', '{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}', '{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}');
INSERT INTO public.path VALUES (259, '\x88aacfdf10c85366c3608d131b89ca3c6dcc541db0f785d5787aee0246a88956', 'innocent‮gnp.exe', 'innocent‮gnp.exe');
INSERT INTO public.path VALUES (260, '\x932019520339c8213e270ebd1c144a02969fb00f9654d702b566bc23618b5617', 'residue/back\\slash \\x1b \\', 'back\\slash \\x1b \\');
INSERT INTO public.path VALUES (261, '\x953d289b94376fe8f01101dbd15b9208195cf0ab31b9c272d98d4c36cdf7aece', '[click](http://evil.example) ![x](http://evil.example/x.png)', 'x.png)');
INSERT INTO public.path VALUES (262, '\xa2c13cb842698ed8dcb92f391d18cf0b3b75382c91a5c3b9304fca3f9d0cf2dc', 'residue/bytes\xff\x80 and \ud800', 'bytes\xff\x80 and \ud800');
INSERT INTO public.path VALUES (263, '\xa52dd81bfd5e4e66d96b9f598382f6cbf8c5c3897654e6ae9055e03620fcf38e', 'a|b|c', 'a|b|c');
INSERT INTO public.path VALUES (264, '\xac3e32b66169a99d501b9c1e1ba0ac5ccf2b433fc7a2a4dca934c8e47c59b1e3', 'residue/[31mred[0m]8;;http://evil.examplelink', 'evil.examplelink');
INSERT INTO public.path VALUES (265, '\xae332705abbe6aa72616b74246d6afd54269f0d5492dd85d99d4219113ab862f', 'residue/a|b|c', 'a|b|c');
INSERT INTO public.path VALUES (266, '\xb557d5341bfc900e98193e3ac9b8e9a0b30f673d95bb495e5977d72d6716f398', 'residue/@everyone https://evil.example www.evil.example #1', 'evil.example www.evil.example #1');
INSERT INTO public.path VALUES (267, '\xb6e8c132f7261795c94530144604abffad4db82e771ecc193f5967eb7a33e365', 'residue/', '');
INSERT INTO public.path VALUES (268, '\xb7ac0398ef74193ab738b21df0912329303df10d868c2bac37a84a59d12c0e2f', 'שלום', 'שלום');
INSERT INTO public.path VALUES (269, '\xcecbe8058c4b619f7ad6d3b2c53e7e27929e27d26f1d15a0a70b32d21c1a3516', 'long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn', 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn');
INSERT INTO public.path VALUES (270, '\xd939debefb32ddc91b84d3c6d714b280ec2ad1fba50f9d30ef02853c7f15157a', 'residue/zero​width️ㅤ󠄁', 'zero​width️ㅤ󠄁');
INSERT INTO public.path VALUES (271, '\xde3923bf9fe72bbc0e9d4bab2f86973c4ba550cbc6de72fcb1d1228707ef503e', 'two
lines
of textand more', 'two
lines
of textand more');
INSERT INTO public.path VALUES (272, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '', '');
INSERT INTO public.path VALUES (273, '\xf04097cc1159cdaeeb828296fcbae20b16fbaef94c7843e510554757061030e7', 'residue/two
lines
of textand more', 'two
lines
of textand more');
INSERT INTO public.path VALUES (274, '\xf2774cce7ca6610d8dde634663f54337a799c884b36c2934338a736b9bdf553e', 'residue/<script>alert(1)</script>', 'script>');
INSERT INTO public.path VALUES (275, '\xf424dc9aafe41d7dc3c80578c976dafc2a62f296451cb7538dca30d8d3e2f213', 'residue/innocent‮gnp.exe', 'innocent‮gnp.exe');
INSERT INTO public.path VALUES (276, '\x2b7814d3fca2e99e56c51b6ff2aa313ea6e9da6424804240aa8ad891fdfe0900', 'README', 'README');
INSERT INTO public.path VALUES (277, '\x60f61ab7a8d1910d86d9fda2261620314edcae5894d5aaa236b821c7256badd7', 'setup.py', 'setup.py');

INSERT INTO public.release VALUES (1, 'pypi', 'liblike', '1.2');
INSERT INTO public.release VALUES (2, 'pypi', 'rebuilt-1-0-py3-none', 'any.whl');
INSERT INTO public.release VALUES (3, 'pypi', 'six', '1.17.0');
INSERT INTO public.release VALUES (4, 'tarball', 'xz', '5.6.1');
INSERT INTO public.release VALUES (5, 'pypi', 'lxml', '5.3.0');
INSERT INTO public.release VALUES (6, 'pypi', 'empty', '1.0');
INSERT INTO public.release VALUES (7, 'pypi', 'orphan', '0.1');

INSERT INTO public.skip VALUES (6, 0, 'audit', 'regenerate', 'autoconf 2.71 is not installed');
INSERT INTO public.skip VALUES (7, 0, 'audit', 'attestation', 'the index was not asked: --offline');
INSERT INTO public.skip VALUES (8, 0, 'audit', '<script>alert(1)</script>', '<script>alert(1)</script>');
INSERT INTO public.skip VALUES (8, 1, 'audit', '</style><img src=x onerror=alert(1)>', '</style><img src=x onerror=alert(1)>');
INSERT INTO public.skip VALUES (8, 2, 'audit', ']]><!-- -->', ']]><!-- -->');
INSERT INTO public.skip VALUES (8, 3, 'audit', 'a|b|c', 'a|b|c');
INSERT INTO public.skip VALUES (8, 4, 'audit', '`code` ``more`` ```fence', '`code` ``more`` ```fence');
INSERT INTO public.skip VALUES (8, 5, 'audit', '[31mred[0m]8;;http://evil.examplelink', '[31mred[0m]8;;http://evil.examplelink');
INSERT INTO public.skip VALUES (8, 6, 'audit', 'innocent‮gnp.exe', 'innocent‮gnp.exe');
INSERT INTO public.skip VALUES (8, 7, 'audit', 'two
lines
of textand more', 'two
lines
of textand more');
INSERT INTO public.skip VALUES (8, 8, 'audit', 'bytes\xff\x80 and \ud800', 'bytes\xff\x80 and \ud800');
INSERT INTO public.skip VALUES (8, 9, 'audit', '[red]markup[/red] [link=http://evil.example]x[/link]', '[red]markup[/red] [link=http://evil.example]x[/link]');
INSERT INTO public.skip VALUES (8, 10, 'audit', '[click](http://evil.example) ![x](http://evil.example/x.png)', '[click](http://evil.example) ![x](http://evil.example/x.png)');
INSERT INTO public.skip VALUES (8, 11, 'audit', '@everyone https://evil.example www.evil.example #1', '@everyone https://evil.example www.evil.example #1');
INSERT INTO public.skip VALUES (8, 12, 'audit', 'zero​width️ㅤ󠄁', 'zero​width️ㅤ󠄁');
INSERT INTO public.skip VALUES (8, 13, 'audit', 'back\slash \x1b \', 'back\slash \x1b \');
INSERT INTO public.skip VALUES (8, 14, 'audit', '{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}', '{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}');
INSERT INTO public.skip VALUES (8, 15, 'audit', '../../etc/passwd', '../../etc/passwd');
INSERT INTO public.skip VALUES (8, 16, 'audit', '/absolute//path', '/absolute//path');
INSERT INTO public.skip VALUES (8, 17, 'audit', 'long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…', 'long/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn');
INSERT INTO public.skip VALUES (8, 18, 'audit', ' ', ' ');
INSERT INTO public.skip VALUES (8, 19, 'audit', '', '');
INSERT INTO public.skip VALUES (8, 20, 'audit', 'שלום', 'שלום');

INSERT INTO public.tallystick_store VALUES (1, '0.1.0');

INSERT INTO public.total VALUES (1, 'unexplained', 1, 1000);
INSERT INTO public.total VALUES (2, 'identical', 1, 1000);
INSERT INTO public.total VALUES (3, 'identical', 1, 1000);
INSERT INTO public.total VALUES (4, 'identical', 30, 60435);
INSERT INTO public.total VALUES (4, 'derived', 2, 2000);
INSERT INTO public.total VALUES (5, 'identical', 30, 60435);
INSERT INTO public.total VALUES (5, 'derived', 2, 2000);
INSERT INTO public.total VALUES (6, 'identical', 180, 777780);
INSERT INTO public.total VALUES (6, 'unproven', 8, 8000);
INSERT INTO public.total VALUES (6, 'contradicted', 1, 3540);
INSERT INTO public.total VALUES (6, 'unexplained', 2, 35482);
INSERT INTO public.total VALUES (6, 'upstream', 1, 881234);
INSERT INTO public.total VALUES (7, 'identical', 1, 1000);
INSERT INTO public.total VALUES (7, 'unproven', 6, 12000000);
INSERT INTO public.total VALUES (8, 'identical', 3, 3000);
INSERT INTO public.total VALUES (8, 'moved', 2, 2000);
INSERT INTO public.total VALUES (8, 'derived', 2, 2000);
INSERT INTO public.total VALUES (8, 'upstream', 2, 2000);
INSERT INTO public.total VALUES (8, 'regenerated', 2, 2000);
INSERT INTO public.total VALUES (8, 'rebuilt', 2, 2000);
INSERT INTO public.total VALUES (8, 'attested', 2, 2000);
INSERT INTO public.total VALUES (8, 'unproven', 2, 2000);
INSERT INTO public.total VALUES (8, 'unexplained', 2, 2000);
INSERT INTO public.total VALUES (8, 'contradicted', 23, 23000);
INSERT INTO public.total VALUES (10, 'unexplained', 2, 2000);

SELECT pg_catalog.setval('public.artifact_id_seq', 8, true);

SELECT pg_catalog.setval('public.blob_id_seq', 276, true);

SELECT pg_catalog.setval('public.detail_id_seq', 27, true);

SELECT pg_catalog.setval('public.ledger_id_seq', 10, true);

SELECT pg_catalog.setval('public.path_id_seq', 277, true);

SELECT pg_catalog.setval('public.release_id_seq', 7, true);

ALTER TABLE ONLY public.artifact
    ADD CONSTRAINT pk_artifact PRIMARY KEY (id);

ALTER TABLE ONLY public.attestation
    ADD CONSTRAINT pk_attestation PRIMARY KEY (ledger_id, "position");

ALTER TABLE ONLY public.blob
    ADD CONSTRAINT pk_blob PRIMARY KEY (id);

ALTER TABLE ONLY public.custody
    ADD CONSTRAINT pk_custody PRIMARY KEY (ledger_id);

ALTER TABLE ONLY public.custody_commit
    ADD CONSTRAINT pk_custody_commit PRIMARY KEY (ledger_id, "position");

ALTER TABLE ONLY public.detail
    ADD CONSTRAINT pk_detail PRIMARY KEY (id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT pk_entry PRIMARY KEY (ledger_id, "position");

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT pk_finding PRIMARY KEY (ledger_id, "position");

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT pk_identity PRIMARY KEY (ledger_id);

ALTER TABLE ONLY public.ledger
    ADD CONSTRAINT pk_ledger PRIMARY KEY (id);

ALTER TABLE ONLY public.path
    ADD CONSTRAINT pk_path PRIMARY KEY (id);

ALTER TABLE ONLY public.release
    ADD CONSTRAINT pk_release PRIMARY KEY (id);

ALTER TABLE ONLY public.skip
    ADD CONSTRAINT pk_skip PRIMARY KEY (ledger_id, "position");

ALTER TABLE ONLY public.tallystick_store
    ADD CONSTRAINT pk_tallystick_store PRIMARY KEY (version);

ALTER TABLE ONLY public.total
    ADD CONSTRAINT pk_total PRIMARY KEY (ledger_id, grade);

ALTER TABLE ONLY public.artifact
    ADD CONSTRAINT uq_artifact_sha256_name UNIQUE (sha256, name);

ALTER TABLE ONLY public.blob
    ADD CONSTRAINT uq_blob_sha256_git UNIQUE (sha256, git);

ALTER TABLE ONLY public.detail
    ADD CONSTRAINT uq_detail_digest UNIQUE (digest);

ALTER TABLE ONLY public.ledger
    ADD CONSTRAINT uq_ledger_digest UNIQUE (digest);

ALTER TABLE ONLY public.path
    ADD CONSTRAINT uq_path_digest UNIQUE (digest);

ALTER TABLE ONLY public.release
    ADD CONSTRAINT uq_release_ecosystem_project_version UNIQUE (ecosystem, project, version);

CREATE INDEX ix_artifact_release_id ON public.artifact USING btree (release_id);

CREATE INDEX ix_attestation_commit ON public.attestation USING btree (commit);

CREATE INDEX ix_attestation_publisher ON public.attestation USING btree (publisher);

CREATE INDEX ix_attestation_signer ON public.attestation USING btree (signer);

CREATE INDEX ix_blob_git ON public.blob USING btree (git);

CREATE INDEX ix_custody_commit_commit ON public.custody_commit USING btree (commit);

CREATE INDEX ix_entry_blob_id_ledger_id_position ON public.entry USING btree (blob_id, ledger_id, "position");

CREATE INDEX ix_entry_path_id_ledger_id_position ON public.entry USING btree (path_id, ledger_id, "position");

CREATE INDEX ix_entry_residue ON public.entry USING btree (blob_id) WHERE (grade = ANY (ARRAY['contradicted'::text, 'unexplained'::text, 'unproven'::text]));

CREATE INDEX ix_finding_area_rule ON public.finding USING btree (area, rule);

CREATE INDEX ix_ledger_artifact_id_is_latest ON public.ledger USING btree (artifact_id, is_latest);

CREATE INDEX ix_ledger_commit ON public.ledger USING btree (commit);

CREATE INDEX ix_ledger_is_latest_verdict ON public.ledger USING btree (is_latest, verdict);

CREATE INDEX ix_ledger_recorded ON public.ledger USING btree (recorded);

CREATE INDEX ix_path_name ON public.path USING btree (name);

CREATE INDEX ix_release_project_ecosystem ON public.release USING btree (project, ecosystem);

CREATE INDEX ix_skip_check ON public.skip USING btree ("check");

ALTER TABLE ONLY public.artifact
    ADD CONSTRAINT fk_artifact_release_id FOREIGN KEY (release_id) REFERENCES public.release(id);

ALTER TABLE ONLY public.attestation
    ADD CONSTRAINT fk_attestation_ledger_id FOREIGN KEY (ledger_id) REFERENCES public.ledger(id);

ALTER TABLE ONLY public.custody_commit
    ADD CONSTRAINT fk_custody_commit_ledger_id FOREIGN KEY (ledger_id) REFERENCES public.ledger(id);

ALTER TABLE ONLY public.custody
    ADD CONSTRAINT fk_custody_ledger_id FOREIGN KEY (ledger_id) REFERENCES public.ledger(id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_blob_id FOREIGN KEY (blob_id) REFERENCES public.blob(id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_detail_id FOREIGN KEY (detail_id) REFERENCES public.detail(id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_ledger_id FOREIGN KEY (ledger_id) REFERENCES public.ledger(id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_path_id FOREIGN KEY (path_id) REFERENCES public.path(id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_source_path_id FOREIGN KEY (source_path_id) REFERENCES public.path(id);

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT fk_finding_ledger_id FOREIGN KEY (ledger_id) REFERENCES public.ledger(id);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT fk_identity_ledger_id FOREIGN KEY (ledger_id) REFERENCES public.ledger(id);

ALTER TABLE ONLY public.ledger
    ADD CONSTRAINT fk_ledger_artifact_id FOREIGN KEY (artifact_id) REFERENCES public.artifact(id);

ALTER TABLE ONLY public.skip
    ADD CONSTRAINT fk_skip_ledger_id FOREIGN KEY (ledger_id) REFERENCES public.ledger(id);

ALTER TABLE ONLY public.total
    ADD CONSTRAINT fk_total_ledger_id FOREIGN KEY (ledger_id) REFERENCES public.ledger(id);

