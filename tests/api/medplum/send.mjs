// Sends one message by @medplum/hl7 and prints the answer: node send.mjs PORT MESSAGE
import { Hl7Message } from '@medplum/core';
import { Hl7Client } from '@medplum/hl7';
import { readFileSync } from 'node:fs';

const [port, file] = process.argv.slice(2);
const client = new Hl7Client({ host: '127.0.0.1', port: Number(port) });
const answer = await client.sendAndWait(Hl7Message.parse(readFileSync(file, 'utf-8')));
console.log(answer.toString());
await client.close();
