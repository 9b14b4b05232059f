// Somebody else's age and Argon2, for checking ours against them.
// usage: node others.mjs NODE_MODULES VERB ARGUMENT…   (bytes on stdin and stdout)
import { webcrypto } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= webcrypto; // Node 18 has it, but not under this name

const [modules, verb, ...args] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(resolve(modules), path)).href);
const hex = (text) => new Uint8Array(Buffer.from(text, "hex"));
const input = () => new Uint8Array(readFileSync(0));
const output = (data) => process.stdout.write(data);

const verbs = {
  async encrypt(...recipients) {
    const { Encrypter } = await load("age-encryption/dist/index.js");
    const encrypter = new Encrypter();
    recipients.forEach((recipient) => encrypter.addRecipient(recipient));
    output(await encrypter.encrypt(input()));
  },
  async decrypt(identity) {
    const { Decrypter } = await load("age-encryption/dist/index.js");
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    output(await decrypter.decrypt(input(), "uint8array"));
  },
  async recipient(identity) {
    const { identityToRecipient } = await load("age-encryption/dist/index.js");
    output(await identityToRecipient(identity));
  },
  async generate() {
    const { generateHybridIdentity } = await load("age-encryption/dist/index.js");
    output(await generateHybridIdentity());
  },
  async vectors(folder) {
    mkdirSync(folder, { recursive: true });
    for (const [name, data] of Object.entries(await load("cctv-age/index.js"))) {
      if (data instanceof Uint8Array) writeFileSync(join(folder, name), data);
    }
  },
  async argon2id(passphrase, salt, m, t, p) {
    const { argon2id } = await load("@noble/hashes/argon2.js");
    const cost = { m: Number(m), t: Number(t), p: Number(p), dkLen: 32 };
    output(Buffer.from(argon2id(hex(passphrase), hex(salt), cost)));
  },
};
await verbs[verb](...args);
