// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct JVMLockTests {
    @Test(arguments: ["gradle.lockfile", "buildscript-gradle.lockfile", "gradle/dependency-locks/compile.lockfile"])
    func `Gradle names the configurations of each artifact`(name: String) {
        let text = """
            # This is a Gradle generated file for dependency locking.
            shop:cart:1.0.0=compileClasspath,testCompileClasspath
            shop:price:2.0.0=testRuntimeClasspath
            shop:tax:3.0.0
            broken
            empty=annotationProcessor
            """

        let content = LockSample.read(name, text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:maven/shop/cart@1.0.0 runtime", "pkg:maven/shop/price@2.0.0 development",
                "pkg:maven/shop/tax@3.0.0",
            ])
        #expect(content.diagnostics.map(\.line) == [5])
    }

    @Test func `a version catalog pins what names a single version`() {
        let text = """
            [versions]
            cart = "1.0.0"
            range = "[1.0,2.0)"
            rich = { strictly = "[3.0, 4.0[", prefer = "3.5" }
            strict = { strictly = "5.0" }

            [libraries]
            cart = { module = "shop:cart", version.ref = "cart" }
            price = { group = "shop", name = "price", version = "2.0.0" }
            tax = "shop:tax:3.0.0"
            bag = { module = "shop:bag" }
            coin = { module = "shop:coin", version.ref = "range" }
            note = { module = "shop:note", version.ref = "rich" }
            safe = { module = "shop:safe", version.ref = "strict" }
            till = { module = "shop:till", version = "1.+" }
            lost = { module = "shop:lost", version.ref = "nowhere" }
            wrong = 7

            [plugins]
            lint = { id = "org.lint", version = "6.0" }
            short = "org.short:7.0"
            """

        let content = LockSample.read("gradle/libs.versions.toml", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:maven/org.lint/org.lint.gradle.plugin@6.0 direct",
                "pkg:maven/org.short/org.short.gradle.plugin@7.0 direct",
                "pkg:maven/shop/bag direct unpinned",
                "pkg:maven/shop/cart@1.0.0 direct",
                "pkg:maven/shop/coin direct unpinned",
                "pkg:maven/shop/lost direct unpinned",
                "pkg:maven/shop/note direct unpinned",
                "pkg:maven/shop/price@2.0.0 direct",
                "pkg:maven/shop/safe@5.0 direct",
                "pkg:maven/shop/tax@3.0.0 direct",
                "pkg:maven/shop/till direct unpinned",
            ])
        #expect(content.diagnostics.map(\.path) == ["libraries.wrong"])
    }

    @Test func `a Maven project resolves its own properties and pins nothing`() {
        let text = """
            <?xml version="1.0"?>
            <!-- a comment with <dependency> -->
            <m:project xmlns:m="http://maven.apache.org/POM/4.0.0">
              <parent><groupId>shop</groupId><artifactId>base</artifactId><version>9</version></parent>
              <artifactId>till</artifactId>
              <properties><cart.version>${cart.base}.1</cart.version><cart.base>1.0</cart.base></properties>
              <dependencyManagement><dependencies>
                <dependency><groupId>shop</groupId><artifactId>tax</artifactId><version>3.0</version></dependency>
                <dependency><groupId>shop</groupId><artifactId>unused</artifactId><version>4.0</version></dependency>
                <dependency><groupId>shop</groupId><artifactId>bom</artifactId><version>5.0</version>
                  <type>pom</type><scope>import</scope></dependency>
              </dependencies></dependencyManagement>
              <dependencies>
                <dependency><groupId>${project.groupId}</groupId><artifactId>cart</artifactId>
                  <version> ${cart.version} </version></dependency>
                <dependency><groupId>shop</groupId><artifactId>tax</artifactId><scope>test</scope></dependency>
                <dependency><groupId>shop</groupId><artifactId>coin</artifactId><version>[1,2)</version></dependency>
                <dependency><groupId>shop</groupId><artifactId>far</artifactId>
                  <version>${far.version}</version></dependency>
                <dependency><groupId>a&amp;b</groupId><artifactId><![CDATA[c<d]]></artifactId>
                  <version>1</version></dependency>
                <dependency><groupId>shop</groupId></dependency>
              </dependencies>
              <build><plugins><plugin><artifactId>lint</artifactId><version>6.0</version>
                <configuration><dependency>x</dependency></configuration></plugin></plugins></build>
            </m:project>
            """

        let content = LockSample.read("pom.xml", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:maven/a%26b/c%3Cd@1 direct runtime unpinned",
                "pkg:maven/org.apache.maven.plugins/lint@6.0 direct development unpinned",
                "pkg:maven/shop/base@9 direct runtime unpinned",
                "pkg:maven/shop/bom@5.0 direct runtime unpinned",
                "pkg:maven/shop/cart@1.0.1 direct runtime unpinned",
                "pkg:maven/shop/coin direct runtime unpinned",
                "pkg:maven/shop/far direct runtime unpinned",
                "pkg:maven/shop/tax@3.0 direct development unpinned",
            ])
        #expect(content.diagnostics.map(\.code) == ["lock-entry"])
    }

    @Test func `a document type can neither name a file nor grow`() {
        let text = """
            <!DOCTYPE project [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "]>&a;&a;">]>
            <project><properties><x>${y}${y}</x><y>${x}${x}</y></properties><dependencies>
            <dependency><groupId>&a;</groupId><artifactId>&b;</artifactId><version>${x}</version></dependency>
            </dependencies></project>
            """

        let content = LockSample.read("pom.xml", text)

        #expect(content.dependencies.map(\.name) == ["&a;:&b;"])
        #expect(content.dependencies.map(\.version) == [nil])
        #expect(content.diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency>", 1),
        ("<project>\n<dependencies></project>", 2), ("<project>\n\n<a b='", 3), ("<project><!-- ", 1),
        ("<project><", 1),
        ("<!DOCTYPE x [", 1), ("<project><![CDATA[", 1), ("<>", 1), ("</project>", 1), ("<project/", 1),
    ])
    func `a project that breaks off is told with its line`(text: String, line: Int) {
        let content = LockSample.read("pom.xml", text)

        #expect(content.diagnostics.map(\.code) == ["lock-malformed"])
        #expect(content.diagnostics.map(\.line) == [line])
    }

    @Test func `what was complete before a fault is kept`() {
        let text =
            "<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency><dependency>"

        #expect(LockSample.lines("pom.xml", text) == ["pkg:maven/g/a direct runtime unpinned"])
    }

    @Test(arguments: ["{}", "text", "<other/>"])
    func `a document that is no project is told`(text: String) {
        #expect(LockSample.read("pom.xml", text).diagnostics.map(\.code) == ["lock-malformed"])
    }
}
