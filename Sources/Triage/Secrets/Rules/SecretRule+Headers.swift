// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    static let blocks: [SecretRule] = [
        SecretRule(
            "private-key-block",
            .privateKeyBlock,
            masks: [
                "key:\n«-----BEGIN RSA PRIVATE KEY-----\n<64>\n<12>==\n-----END RSA PRIVATE KEY-----»\nend of text",
                "\"private_key\": \"«-----BEGIN PRIVATE KEY-----\\n<64>\\n-----END PRIVATE KEY-----»\\n\", \"x\": 1",
                "x «-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,12\n\n<64>\n<64>\n<30>»",
                "cut here\n«<20>\n<64>\n-----END OPENSSH PRIVATE KEY-----» and on",
                "«-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: x 1\n\n<64>\n=<4>\n-----END PGP PRIVATE KEY BLOCK-----»",
            ],
            keeps: [
                "-----BEGIN PUBLIC KEY-----\n0123456789abcdef\n-----END PUBLIC KEY-----", "--- BEGIN test ---",
                "-----BEGIN CERTIFICATE-----\n0123456789abcdef\n-----END CERTIFICATE-----",
            ]
        )
    ]

    /// Credentials that a protocol names.
    static let headers: [SecretRule] = [
        SecretRule(
            "authorization",
            .authorization,
            masks: [
                "Authorization: Bearer «<40>»\nnext", "> authorization: Basic «<16>==»",
                "Authorization: Token «<40>» sent",
                "{\"Authorization\": \"Bearer «<20>»\", \"x\": 1}", "\"authorization\" => \"Basic «<12>=»\"",
                "Authorization=[Bearer «<24>»]", "Proxy-Authorization: Basic «<16>»",
                "Authorization: AWS4-HMAC-SHA256 «Credential=<20>/20240101/eu/s3/aws4_request, Signature=<64>»\nHost: x",
                "Authorization: Digest «username=\"x\", nonce=\"<16>\", response=\"<32>»\"", "Authorization: «<32>»",
            ],
            keeps: [
                "Authorization: Bearer ***", "Authorization: Bearer ${TOKEN}", "Authorization failed for bob",
                "authorization: denied", "Authorization: Bearer <token>", "Authorization: none",
                "authorization header missing",
            ]
        ),
        SecretRule(
            "bearer-token",
            .bearer,
            masks: ["sent Bearer «<40>» and got 401", "-H 'X-Y: bearer «<32>»'"],
            keeps: ["Bearer token is missing", "Bearer ofTheFlagInTheTower", "the bearer of news"]
        ),
        SecretRule(
            "cookie",
            .cookie,
            masks: [
                "Cookie: sid=«<32>; theme=dark»\nHost: x", "Set-Cookie: session=«<40>»; Path=/; HttpOnly",
                "{\"cookie\": \"a=«<20>»\", \"x\": 1}",
            ],
            keeps: [
                "Cookie: none", "cookie=3", "Set-Cookie: a=1; Path=/", "cookies: enabled", "Cookie: a=${SID_VALUE}",
            ]
        ),
        SecretRule(
            "url-password",
            .addressPassword,
            masks: [
                "postgres://user:«hunter2-x»@db.example.invalid/x", "redis://:«<20>»@cache:6379/0",
                "git clone https://x-access-token:«<30>»@git.example/a.git", "amqp://a:«p@ss»@mq:5672",
                "\"https:\\/\\/bob:«swordfish»@host\\/x\"",
            ],
            keeps: [
                "http://host:8080/@scope/pkg", "ssh://git@host:22/x", "https://a:***@host",
                "http://user:$PASSWORD@host",
                "see http://localhost:3000 and mail bob@example.org", "http://a:<password>@h",
            ]
        ),
        SecretRule(
            "command-line-password",
            .commandLineUser,
            masks: ["+ curl -u bob:«hunter2» https://x", "curl -s -u 'bob:«hun!ter2»' https://x"],
            keeps: ["docker run -u 1000:1000 x", "curl -u $USER:$PASSWORD", "git push -u origin main"]
        ),
    ]
}
