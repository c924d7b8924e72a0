ALTER TYPE state ADD VALUE 'open';
