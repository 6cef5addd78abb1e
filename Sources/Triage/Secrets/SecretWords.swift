// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Words that stand where a secret could and are none.
enum SecretWords {
    /// Values that mean "nothing here" or "hidden already", in lower case.
    static let placeholders: [[UInt8]] = list(
        """
        null nil none true false undefined empty redacted masked hidden filtered secret password passwd token string \
        str int integer bool boolean bytes object text char[] byte[] optional required missing invalid unknown expired \
        changeme placeholder example your_password your-password yourpassword protected removed sanitized omitted \
        [redacted] [filtered] [hidden] [masked] [secret] (null) (none) (empty) (hidden) (redacted) n/a unset void \
        bearer basic negotiate digest
        """
    )

    /// Words that begin or make up a sentence about a secret.
    static let common: [[UInt8]] = list(
        """
        a an the this that your must is are was were be been not no none null incorrect wrong invalid missing required \
        expected unexpected expired empty enter please should field at too for from with without and or of in on to \
        has have had does do did can cannot could will would may failed failure error ok okay success successful \
        accepted rejected denied changed reset updated set unset unknown unsupported authentication user username \
        string optional login provide provided specify specified use using change confirm forgot new old current \
        match matches mismatch check checking verify generated encrypted hashed plain plaintext weak strong \
        prompt input value default disabled enabled found absent present option options flag flags argument \
        arguments parameter parameters file
        """
    )

    /// Objects whose attributes are code.
    static let owners: [StaticString] = [
        "self.", "this.", "os.", "env.", "process.", "args.", "config.", "settings.", "options.", "opts.", "params.",
        "request.", "props.", "System.", "cfg.", "conf.", "credentials.", "event.", "context.", "ctx.", "data.",
    ]

    private static func list(_ words: String) -> [[UInt8]] {
        words.split(separator: " ").map { Array($0.utf8) }
    }
}
