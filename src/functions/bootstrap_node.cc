#include "functions/bootstraps.h"

namespace stator::functions {

constinit const std::string_view kNodeBootstrap = R"node(
'use strict';
const fs = require('fs'), http = require('http'), path = require('path'), url = require('url');
const { Module } = require('module');
const api = new URL('http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const root = process.env.LAMBDA_TASK_ROOT;
let requestId = '';

function call(method, name, body, headers) {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(name, api), { method, agent, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() }));
    });
    request.on('error', reject);
    if (body !== undefined) request.setHeader('Content-Length', Buffer.byteLength(body));
    request.end(body);
  });
}

for (const [name, level] of [['log', 'INFO'], ['info', 'INFO'], ['debug', 'DEBUG'], ['warn', 'WARN'], ['error', 'ERROR']]) {
  const { format } = require('util');
  console[name] = (...values) => {
    const line = [new Date().toISOString(), requestId, level, format(...values)].join('\t');
    fs.writeSync(1, line.replace(/\n/g, '\r') + '\n');
  };
}

function described(error) {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack || '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

async function loadHandler() {
  const name = process.env._HANDLER;
  const dot = name.lastIndexOf('.');
  if (dot < 1) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const moduleName = name.slice(0, dot), handlerName = name.slice(dot + 1);
  const base = path.resolve(root, moduleName);
  const file = ['', '.js', '.mjs', '.cjs'].map((end) => base + end).find((each) => fs.existsSync(each) && fs.statSync(each).isFile());
  if (!file) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${moduleName}'`);
  }
  let loaded;
  try {
    loaded = file.endsWith('.mjs') ? await import(url.pathToFileURL(file)) : Module.createRequire(path.join(root, 'x.js'))(file);
  } catch (error) {
    if (error && error.code === 'ERR_REQUIRE_ESM') loaded = await import(url.pathToFileURL(file));
    else if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error));
    else if (error && error.code === 'MODULE_NOT_FOUND') throw new RuntimeError('Runtime.ImportModuleError', String(error.message));
    else throw error;
  }
  const handler = handlerName.split('.').reduce((at, part) => (at === undefined ? undefined : at[part]), loaded) ||
    (loaded.default && loaded.default[handlerName]);
  if (handler === undefined) throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  return handler;
}

function invoke(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    context.done = callback;
    context.succeed = resolve;
    context.fail = reject;
    const result = handler(event, context, callback);
    if (result && typeof result.then === 'function') result.then(resolve, reject);
    else if (handler.length < 3) resolve(result);
  });
}

async function fail(name, error, kind) {
  const what = described(error);
  console.error(kind, JSON.stringify({ ...what, trace: undefined, stack: what.trace }));
  await call('POST', name, JSON.stringify(what), { 'Lambda-Runtime-Function-Error-Type': what.errorType });
}

async function main() {
  let handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    await fail('init/error', error, 'Uncaught Exception');
    process.exit(1);
  }
  for (;;) {
    const next = await call('GET', 'invocation/next');
    if (next.status !== 200) process.exit(0);
    const env = process.env;
    requestId = next.headers['lambda-runtime-aws-request-id'];
    const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
    const context = {
      awsRequestId: requestId,
      invokedFunctionArn: next.headers['lambda-runtime-invoked-function-arn'],
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    try {
      const result = await invoke(handler, JSON.parse(next.body), context);
      const answer = JSON.stringify(result === undefined ? null : result);
      await call('POST', `invocation/${requestId}/response`, answer, { 'Content-Type': 'application/json' });
    } catch (error) {
      await fail(`invocation/${requestId}/error`, error, 'Invoke Error');
    }
  }
}

main();
)node";

}  // namespace stator::functions
