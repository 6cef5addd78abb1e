// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Values whose name says that they are secret, from the surest name to the least sure.
    static let assignments: [SecretRule] = [
        SecretRule(
            "password",
            .assignment(AssignmentPattern(["password", "passwd", "passwort", "kennwort"], .strong, anchor: 2)),
            masks: [
                "login failed with password=«hunter2-x» for user", "--password=«hunter2» next",
                "--password «swordfish» next",
                "\"password\": \"«hunter2-x»\"", "\\\"password\\\":\\\"«hunter2»\\\"", "password: «hunter2»\nuser: x",
                "DB_PASSWORD=«p4ss» x", "{password=«hunter2», user=bob}", "<password>«hunter2»</password>",
                "'passwd' => '«hunter2»'", "spring.datasource.password = «swordfish»",
                "Password='«correct horse battery»'",
                "?user=x&password=«hun,ter2»&y=1", "User(password=«hunter2», age=3)", "password%3D«hunter2»",
                "Config{Password:«hunter2» User:x}", "invalid password \"«hunter2»\" given", "password1=«123456»",
            ],
            keeps: [
                "password: null", "password=***", "password=", "password: ", "wrong password", "password is too short",
                "Invalid password: must be at least 8 characters", "password=[masked:password]", "password: str = None",
                "login(user=user, password=password)", "password=self.password", "password = get_password(1)",
                "password == 'x1y2z3w4'", "PASSWORD: [REDACTED]", "password=${DB_PASSWORD}", "password: expected",
                "the passwords: 3", "\"password\": \"must not be empty\"", "password=%s", "std::password::check",
                "password=<hidden>", "--password is required", "the --password option and more",
            ]
        ),
        SecretRule(
            "pwd",
            .assignment(AssignmentPattern(["pwd"], .strong, startsWord: true, mayBePath: true)),
            masks: ["pwd=«hunter2» x", "Server=x;Uid=sa;Pwd=«hunter2»;", "db_pwd: «hunter2»"],
            keeps: ["PWD=/home/build/work", "OLDPWD=/tmp", "pwd: C:\\work", "$ pwd", "PWD=~/x"]
        ),
        SecretRule(
            "pass",
            .assignment(AssignmentPattern(["pass"], .fair, startsWord: true)),
            masks: ["DB_PASS=«hunter2x9» x", "{\"user\": \"x\", \"pass\": \"«hunt3r22»\"}", "--pass «hunter2-x»"],
            keeps: [
                "pass=12 fail=3", "PASS: test_login", "bypass=true", "pass: 100%", "pass=1/3", "--pass through",
                "you can pass `autospec=True1` to it",
            ]
        ),
        SecretRule(
            "passphrase",
            .assignment(AssignmentPattern(["passphrase", "passcode"], .strong, anchor: 3)),
            masks: ["passphrase: «hunter2»", "--passphrase «swordfish»", "key_passphrase=\"«horse battery»\""],
            keeps: ["Enter passphrase for key: ", "passphrase=", "passcode: none"]
        ),
        SecretRule(
            "client-secret",
            .assignment(AssignmentPattern(["client_secret", "clientsecret", "client-secret"], .fair, anchor: 5)),
            masks: ["client_secret=«<32>»", "\"clientSecret\": \"«<24>»\"", "--client-secret «<24>»"],
            keeps: ["client_secret is missing", "client_secret: null", "clientSecret=config.clientSecret"]
        ),
        SecretRule(
            "aws-secret-access-key",
            .assignment(
                AssignmentPattern(
                    ["secret_access_key", "secretaccesskey", "secret-access-key"],
                    .fair,
                    anchor: 2
                )
            ),
            masks: [
                "aws_secret_access_key = «<40>»", "AWS_SECRET_ACCESS_KEY=«<40>» x", "\"SecretAccessKey\": \"«<40>»\"",
            ],
            keeps: ["aws_secret_access_key is not set", "AWS_SECRET_ACCESS_KEY=$SECRET"]
        ),
        SecretRule(
            "secret",
            .assignment(AssignmentPattern(["secret", "secret_key_base", "secretkeybase"], .fair, anchor: 1)),
            masks: [
                "SECRET=«s3cr3tvalue»", "webhook_secret: «<24>»", "\"secret\": \"«topsecretvalue»\"", "--secret «<16>»",
            ],
            keeps: [
                "secret: missing", "secret \"db-credentials\" not found", "secret=default/db-login", "secret=3",
                "secretary: bob",
                "secret: null", "secrets: 4", "secret=my.module.name",
            ]
        ),
        SecretRule(
            "key",
            .assignment(
                AssignmentPattern(
                    ["key"],
                    .fair,
                    qualifiers: [
                        "api", "access", "secret", "private", "account", "shared", "signing", "encryption", "master",
                        "storage",
                        "auth", "ssh", "deploy", "service", "license", "licence", "admin", "subscription", "functions",
                        "application", "app", "integration", "ingestion", "webhook", "cipher", "crypto", "hmac", "jwt",
                    ]
                )
            ),
            masks: [
                "api_key=«<32>»", "apikey: «<20>»", "X-Api-Key: «<40>»", "\"apiKey\": \"«<24>»\"", "--api-key «<20>» x",
                "ACCESS_KEY=«<20>»", "private_key = \"«<40>»\"", "?api-key=«<24>»&x=1", "signingKey=«<24>»",
                "Ocp-Apim-Subscription-Key: «<32>»",
            ],
            keeps: [
                "api_key is required", "api_key: null", "primary_key=user_id", "key=value", "apiKey=\"\"",
                "map key: abc123def456",
                "api_key=config.api_key", "access key: not found", "private_key: ~/.ssh/id_rsa",
                "private key: /etc/x1/y2.pem",
            ]
        ),
        SecretRule(
            "token",
            .assignment(AssignmentPattern(["token"], .weak, anchor: 1)),
            masks: [
                "token=«<20>» x", "access_token: «<32>»", "\"refreshToken\":\"«<24>»\"", "--token «<24>»",
                "X-Auth-Token: «<32>»",
                "CSRF_TOKEN=«<32>»", "?token=«<16>»&x=1", "token='«<16>»'",
            ],
            keeps: [
                "token=3", "assert token is not None", "token: null", "unexpected token: }", "token=END_OBJECT",
                "tokens=5000",
                "token: VALUE_STRING", "token=Token@1a2b3c4d", "got token=JsonToken.START_ARRAY",
                "token at position 12",
                "token=\"identifier\"", "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
                "token_type=bearer",
                "token=$CI_JOB_TOKEN", "tokenizer=wordpiece512", "last token: 'foo'",
            ]
        ),
        SecretRule(
            "credential",
            .assignment(AssignmentPattern(["credential", "credentials"], .weak, startsWord: true, anchor: 2)),
            masks: ["credentials=«<32>» x", "\"credential\": \"«<24>»\""],
            keeps: ["credentials: invalid", "credential=null", "bad credentials"]
        ),
        SecretRule(
            "auth",
            .assignment(AssignmentPattern(["auth"], .weak, startsWord: true)),
            masks: ["\"auth\": \"«<20>»\"", "_auth=«<24>==»", "--auth «<20>»"],
            keeps: ["auth=true", "auth: basic", "oauth=2", "auth: failed", "auth=LDAP1"]
        ),
        SecretRule(
            "session",
            .assignment(AssignmentPattern(["jsessionid", "phpsessid", "sessionid", "connect.sid"], .weak, anchor: 2)),
            masks: [";jsessionid=«<32>» x", "PHPSESSID=«<26>»", "sessionid: «<32>»", "connect.sid=«<40>»"],
            keeps: ["sessionid=42", "sessionId: null", "jsessionid="]
        ),
        SecretRule(
            "signature",
            .assignment(
                AssignmentPattern(
                    ["x-amz-signature", "x-amz-security-token", "x-goog-signature", "x-amz-credential"],
                    .weak,
                    anchor: 1
                )
            ),
            masks: ["?X-Amz-Signature=«<64>»&x=1", "X-Amz-Security-Token=«<200>»", "&X-Goog-Signature=«<64>»"],
            keeps: ["X-Amz-Signature=", "X-Amz-SignedHeaders=host"]
        ),
    ]
}
