import { createServer } from 'node:net';

/**
 * The fastest mail server there is, in a thread of its own: takes every message, keeps none. Started as a worker; it
 * writes its port to standard output.
 */
const server = createServer((socket) => {
  let inData = false;
  let rest = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (bytes) => {
    rest += bytes.toString('latin1');
    let answer = '';
    for (;;) {
      if (inData) {
        const end = rest.indexOf('\r\n.\r\n');
        if (end === -1) {
          rest = rest.slice(-4);
          break;
        }
        rest = rest.slice(end + 5);
        inData = false;
        answer += '250 taken\r\n';
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end === -1) break;
      const line = rest.slice(0, end).toUpperCase();
      rest = rest.slice(end + 2);
      if (line === 'DATA') {
        inData = true;
        // The terminator's own line break may be the one that ends this command.
        rest = `\r\n${rest}`;
        answer += '354 go on\r\n';
      } else if (line === 'QUIT') {
        socket.end(`${answer}221 bye\r\n`);
        return;
      } else answer += '250 ok\r\n';
    }
    if (answer) socket.write(answer);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(String(typeof address === 'object' && address !== null ? address.port : 0));
});
